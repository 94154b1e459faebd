"""property with getter, setter, deleter; staticmethod and classmethod; a bound method kept."""


class Temperature:
    instances = 0

    def __init__(self, c=0):
        self._c = c
        Temperature.instances += 1

    @property
    def c(self):
        "degrees"
        return self._c

    @c.setter
    def c(self, value):
        self._c = value

    @c.deleter
    def c(self):
        print("deleting")
        self._c = 0

    f = property(lambda self: self._c * 1.8 + 32)

    @classmethod
    def of_f(cls, f):
        return cls((f - 32) / 1.8)

    @staticmethod
    def valid(c):
        return c > -273.15


t = Temperature.of_f(212)
print(t.c, t.f, Temperature.valid(-300), t.valid(0), Temperature.instances)
t.c += 1
print(t.c)
del t.c
print(t.c, Temperature.c.__doc__, type(Temperature.c).__name__)
method = t.of_f
print(method(32).c, method.__self__ is Temperature)
try:
    t.f = 1
except AttributeError as error:
    print(error)
