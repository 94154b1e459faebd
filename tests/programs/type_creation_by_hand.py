"""Classes made by calling type, and the hooks around their making."""


def method(self):
    return f"{type(self).__name__} method"


A = type("A", (), {"x": 1, "method": method, "__doc__": "made"})
B = type("B", (A,), dict(y=2))
print(A.__doc__, B().method(), B.__mro__, B.__bases__, A.__subclasses__(), B.__qualname__)
C = type("C", (B,), {"__slots__": ("only",), "__qualname__": "Deep.C", "__module__": "elsewhere"})
print(C, C.__qualname__, hasattr(C(), "__dict__"))


class Hook:
    seen = []

    def __init_subclass__(cls, /, label=None, **kw):
        super().__init_subclass__(**kw)
        Hook.seen.append((cls.__name__, label))

    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item!r}]"


class One(Hook, label="first"):
    pass


Two = type("Two", (One,), {}, label="second")
print(Hook.seen, One[int], Two["x", 1])
for attempt in (
    lambda: type("X", (int, str), {}),
    lambda: type("X", (bool,), {}),
    lambda: type("X", (A, A), {}),
    lambda: type("X", (A, B), {}),
    lambda: type("X", [A], {}),
    lambda: type("X", (5,), {}),
    lambda: type(1, (), {}),
    lambda: type("X\0", (), {}),
    lambda: type("X", (), {"__slots__": ("1a",)}),
    lambda: type("X", (), {"__slots__": ("a",), "a": 1}),
    lambda: type("X", (), {"__slots__": 5}),
    lambda: type("X", (Hook,), {}, wrong=1),
    lambda: type("X", (), {}, key=1),
    lambda: object.__new__(5),
    lambda: int.__new__(A),
    lambda: A.__init__(A(), 1),
    lambda: A(1),
):
    try:
        print(attempt())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
b = B()
b.__class__ = A
print(type(b).__name__, hasattr(b, "y"))
for wrong in (int, C, 5):
    try:
        b.__class__ = wrong
    except TypeError as error:
        print(error)
B.__bases__ = (Hook,)
print(B.__mro__, hasattr(B(), "method"), B.__base__.__name__)
A.__name__, A.__qualname__ = "Renamed", "Renamed"
print(A, A().method())
del A.x
print(hasattr(A, "x"), sorted(n for n in vars(A) if n[0] != "_"))
