"""Defaults are evaluated once, from left to right, where the def stands."""


def log(x):
    print("evaluated", x)
    return x


def f(a=log(1), *, b=log(2), c: log("annotation") = log(3)) -> log("result"):
    return a, b, c


print(f(), f(b=20))
functions = []
for i in range(3):
    def g(x=i):
        return x, i
    functions.append(g)
print([g() for g in functions])
f.__defaults__ = (100,)
print(f())
