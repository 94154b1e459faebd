"""__slots__: inheritance, defaults, dictionaries mixed in, and layout conflicts."""


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x=0, y=0):
        self.x, self.y = x, y

    def __repr__(self):
        return f"{type(self).__name__}({self.x}, {self.y})"


class Point3(Point):
    __slots__ = ("z",)


class Loose(Point):
    pass


class WithDict(Point):
    __slots__ = ("__dict__", "__weakref__")


p = Point(1, 2)
for name in ("x", "z", "__dict__"):
    print(name, hasattr(p, name))
q = Point3(1, 2)
q.z = 3
loose = Loose(5)
loose.anything = "goes"
w = WithDict()
w.extra = 1
print(q, q.z, loose, vars(loose), vars(w), Point.__slots__, Point3.__slots__)
print(Point.x, type(Point.x).__name__, Point.x.__get__(p), Point.x.__objclass__.__name__)
Point.x.__set__(p, 10)
print(p)
Point.x.__delete__(p)
for bad in (
    lambda: p.x,
    lambda: setattr(p, "z", 1),
    lambda: delattr(p, "x"),
    lambda: vars(p),
    lambda: Point.x.__get__(3),
    lambda: type("Both", (type("A", (), {"__slots__": "a"}), type("B", (), {"__slots__": "b"})), {}),
    lambda: type("Clash", (), {"__slots__": ("v",), "v": 1}),
    lambda: type("Bad", (), {"__slots__": ("1x",)}),
    lambda: type("Bad", (), {"__slots__": (1,)}),
    lambda: type("Bad", (int,), {"__slots__": ("a",)})(5),
    lambda: type("Bad", (tuple,), {"__slots__": ("a",)}),
    lambda: type("Twice", (), {"__slots__": ("__dict__", "__dict__")}),
):
    try:
        print(bad())
    except (AttributeError, TypeError, ValueError) as error:
        print(type(error).__name__, error)


class Private:
    __slots__ = ("__hidden", "_semi")

    def __init__(self):
        self.__hidden = 1


print(Private()._Private__hidden, "_Private__hidden" in dir(Private), "__hidden" in dir(Private))


class Documented:
    __slots__ = {"a": "first one", "b": "second"}


print(Documented.a.__doc__, Documented.__slots__)


class Counter:
    __slots__ = ["count"]
    total = 0

    def bump(self):
        self.count = getattr(self, "count", 0) + 1
        Counter.total += 1
        return self


print(Counter().bump().bump().count, Counter.total)
