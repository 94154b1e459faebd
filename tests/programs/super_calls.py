"""super() with and without arguments, in methods, classmethods and properties."""


class Base:
    def __init__(self, x):
        self.x = x

    @classmethod
    def make(cls, *args):
        return cls(*args)

    @property
    def double(self):
        return self.x * 2

    def greet(self, name):
        return f"hello {name}"


class Child(Base):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y

    @classmethod
    def make(cls, text):
        return super().make(*map(int, text.split(",")))

    @property
    def double(self):
        return super().double + 1

    def greet(self, name):
        return super(Child, self).greet(name) + "!" + str(__class__ is Child)


c = Child.make("3,4")
print(c.x, c.y, c.double, c.greet("Bo"))
try:
    super(Child, c).nothing
except AttributeError as error:
    print(error)


def no_class():
    super()


try:
    no_class()
except RuntimeError as error:
    print(error)
