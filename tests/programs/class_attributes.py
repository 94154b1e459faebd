"""Attributes of class and instance, getattr and friends."""


class A:
    shared = []
    n = 0

    def __init__(self, n):
        self.n = n


a, b = A(1), A(2)
a.shared.append("both see it")
print(a.n, b.n, A.n, b.shared, a.shared is A.shared)
b.shared = "own"
print(a.shared, b.shared, A.shared)
A.late = lambda self: self.n * 100
print(a.late(), b.late(), vars(a), b.__dict__)
print(getattr(a, "n"), getattr(a, "missing", "default"), hasattr(A, "late"))
setattr(a, "dyn", 5)
delattr(b, "shared")
print(a.dyn, b.shared)


class Lazy:
    def __getattr__(self, name):
        if name.startswith("x"):
            return name * 2
        raise AttributeError(f"no {name}")

    def __setattr__(self, name, value):
        print("set", name)
        object.__setattr__(self, name, value)


lazy = Lazy()
lazy.y = 1
print(lazy.xy, lazy.y, hasattr(lazy, "z"))
try:
    lazy.z
except AttributeError as error:
    print(error)
try:
    a.missing
except AttributeError as error:
    print(error)
