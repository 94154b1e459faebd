"""Every kind of parameter in one signature and many ways to call it."""


def f(a, b=2, /, c=3, *args, d, e=5, **kwargs):
    print(a, b, c, args, d, e, kwargs)


f(1, d=4)
f(1, 20, 30, 40, 50, d=4, e=6, g=7)
f(1, c=30, d=4)
f(*[1, 2], *(3, 4), **{"d": 5}, **{"z": 26})
f(1, d=0, a="kwargs may use a positional-only name", b="too")


def only(*, x, y=1):
    return x, y


def positional(x, y=1, /):
    return x, y


print(only(x=1), only(y=2, x=3), positional(1), positional(1, 2))
print((lambda *a, k=0, **kw: (a, k, kw))(1, k=2, z=3))
print(f.__defaults__, f.__kwdefaults__, f.__name__, f.__code__.co_varnames)
