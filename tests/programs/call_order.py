"""The order in which operands, arguments and targets are evaluated."""


def v(x):
    print(x, end=" ")
    return x


def f(*args, **kwargs):
    print()
    return args, kwargs


print(f(v(1), *[v(2)], v(3), k=v(4), **{"m": v(5)}))
d = {v("k1"): v("v1"), v("k2"): v("v2")}
print()
lst = [0, 0, 0]
lst[v(1)] = v("first the value")
print()
print(v(1) + v(2) * v(3) - v(4))
print((v(1), v(2)), [v(3)], {v(4)})
a = [v(1), v(2)][v(0)]
print()
print(v("x") if v(0) else v("y"))
