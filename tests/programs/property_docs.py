"""Where a property's docstring comes from, and where a subclass keeps it."""


class Docs:
    def get(self):
        "of the getter"

    def set(self, value):
        "of the setter"

    plain = property(get, set)
    own = property(get, set, doc="given")
    blind = property(fset=set)
    again = own.getter(set)
    later = property(get).setter(set)


for name in "plain", "own", "blind", "again", "later":
    print(name, Docs.__dict__[name].__doc__)


class Roomy(property):
    "of the class"


class Slotted(property):
    __slots__ = ()


class WithPlace(property):
    __slots__ = ("__doc__",)


def getter(self):
    "asked"


for kind in Roomy, WithPlace, Slotted:
    for args in (getter,), (None, None, None, "told"), ():
        try:
            print(kind.__name__, kind(*args).__doc__)
        except AttributeError as e:
            print(kind.__name__, "fails:", e)
p = Roomy(getter)
p.__doc__ = "changed"
print(p.__doc__, p.setter(None).__doc__)
