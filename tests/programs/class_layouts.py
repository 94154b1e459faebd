"""Which classes an object can be moved to: those with the same slots, by name."""


class First: __slots__ = "a",
class Same: __slots__ = "a",
class Other: __slots__ = "b",
class WithDict: __slots__ = "a", "__dict__"
class WithRefs: __slots__ = "a", "__weakref__"
class Free: pass
class Free2: pass
class Listed(list): pass
class Number(int): pass


for old in First, Other, WithDict, WithRefs, Free, Listed, Number:
    for new in First, Same, Other, WithRefs, Free2, Listed, int:
        thing = old()
        try:
            thing.__class__ = new
            print(old.__name__, "becomes", new.__name__)
        except TypeError as e:
            print(e)


class Only:
    def __set__(self, obj, value):
        print("set", value)


class Holder:
    x = Only()


h = Holder()
print(type(h.x).__name__)
h.__dict__["x"] = 42
h.x = 5
print(h.x)


def local():
    class Slotted:
        __slots__ = "q"
    return Slotted()


for thing, name in (First(), "a"), (local(), "q"):
    try:
        getattr(thing, name)
    except AttributeError as e:
        print(e)
    try:
        delattr(thing, name)
    except AttributeError as e:
        print(e)
