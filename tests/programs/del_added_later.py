"""__del__ is looked up on the type when the object dies."""


class Thing:
    pass


first = Thing()
first.__del__ = lambda: print("never: on the instance")
del first
second = Thing()
Thing.__del__ = lambda self: print("added to the class")
del second
third = Thing()
del Thing.__del__
del third


class Base:
    def __del__(self):
        print("base")


class Child(Base):
    pass


class Other(Base):
    def __del__(self):
        print("other, then")
        super().__del__()


Child()
Other()
Child.__del__ = None
try:
    Child()
except TypeError as error:
    print(error)
