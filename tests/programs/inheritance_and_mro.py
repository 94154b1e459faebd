"""Multiple inheritance: C3, cooperative super in every form, mixins, and orders that cannot be."""


class Base:
    def __init__(self, **kw):
        self.trail = ["Base"]
        if kw:
            raise TypeError(f"unused: {sorted(kw)}")

    def who(self):
        return ["Base"]


class Left(Base):
    def __init__(self, *, left=1, **kw):
        super().__init__(**kw)
        self.left = left
        self.trail.append("Left")

    def who(self):
        return ["Left", *super().who()]


class Right(Base):
    def __init__(self, *, right=2, **kw):
        super().__init__(**kw)
        self.right = right
        self.trail.append("Right")

    def who(self):
        return ["Right", *super(Right, self).who()]

    @classmethod
    def make(cls):
        return cls.__name__


class Bottom(Left, Right):
    def who(self):
        return ["Bottom", *super().who()]

    @classmethod
    def make(cls):
        return "made " + super().make()

    @property
    def twice(self):
        return super().__getattribute__("left") * 2


b = Bottom(left=10, right=20)
print([c.__name__ for c in Bottom.__mro__], b.who(), b.trail, b.left, b.right, Bottom.make(), b.twice)
print(super(Left, b).who(), super(Bottom, Bottom).make(), super(Left, b).__thisclass__.__name__, super(Left, b).__self__ is b, super(Left, b).__self_class__.__name__)
print(repr(super(Left, b)).split(" at ")[0], super(Left).__get__(b, Bottom).who(), Base.__subclasses__() == [Left, Right], issubclass(Bottom, Right), isinstance(b, Left))


class JSONMixin:
    def dump(self):
        return "{" + ", ".join(f"{k}: {v!r}" for k, v in sorted(vars(self).items())) + "}"


class Point(JSONMixin, tuple):
    def __new__(cls, x, y):
        self = super().__new__(cls, (x, y))
        self.norm = abs(x) + abs(y)
        return self

    def __add__(self, other):
        return Point(*(a + b for a, b in zip(self, other)))


p = Point(1, -2) + Point(3, 3)
print(p, type(p).__name__, p.dump(), p.norm, p == (4, 1), len(p), hash(p) == hash((4, 1)))


class Loud(dict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)


loud = Loud(a=1)
loud["b"] = 2
loud.update(c=3)
print(loud, loud | {"d": 4}, type(loud | {}).__name__, type(loud.copy()).__name__)


class Late(Base):
    pass


print(Late().who())
Late.__bases__ = (Right,)
print(Late().who(), [c.__name__ for c in Late.mro()])
Late.who = lambda self: ["patched", *Right.who(self)]
print(Late().who())


class A: ...
class B(A): ...


for make in (
    lambda: type("X", (A, B), {}), lambda: type("X", (A, A), {}), lambda: type("X", (int, str), {}), lambda: type("X", (bool,), {}), lambda: type("X", (5,), {}), lambda: type("X", (type(None),), {}), lambda: super().who(), lambda: super(Left, 5).who(), lambda: super(5, b), lambda: super(Left, b).nothing, lambda: setattr(Late, "__bases__", ()), lambda: setattr(Late, "__bases__", (int,)), lambda: setattr(A(), "__class__", int), lambda: Bottom(middle=1)
):
    try:
        print(make())
    except (TypeError, RuntimeError, AttributeError) as error:
        print(type(error).__name__, error)


def outside():
    return super().who()


try:
    outside()
except RuntimeError as error:
    print(error)
a = A()
a.__class__ = B
print(type(a).__name__, A.__name__, A.__qualname__, B.__base__.__name__, B.__bases__, type(A), A.__module__, A.__dict__.keys() >= {"__module__", "__dict__"})
