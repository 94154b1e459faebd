"""Comprehensions in classes, closures and with names that shadow each other."""
x = "module"


class C:
    y = [1, 2]
    z = [v * 2 for v in y]
    w = [x for _ in range(1)]
    f = [lambda: u for u in y]


print(C.z, C.w, [g() for g in C.f])


def f(x):
    b = [(x, y) for y in "12"]
    fs = [lambda: (x, i) for i in range(2)]
    return b, [f() for f in fs], x


def same_name(x):
    return [x for x in x], x


print(f("ab"), same_name("cd"))


def g():
    total = [(n := m) for m in range(3)]
    return total, n


print(g())


def h():
    y = 1
    r = [y for y in (5, 6)]
    return r, y


print(h(), [x for x in [x]], x)
