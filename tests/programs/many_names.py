"""A function with many locals: wide operands and paired instructions."""


def f(a, b, c, d, e, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u):
    v = a + b + c
    w = u - t
    x = y = z = v * w
    a, b = b, a
    x += t
    return [a, b, c, d, e, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z]


print(f(*range(20)))


def g(*args):
    a, b, c = args
    b, c, a = a, b, c
    return a - b - c, [a, b, c, a, b, c]


print(g(1, 2, 3), (lambda a, b, c, d: (d, c, b, a))(1, 2, 3, 4))
big = {"k0": 0, "k1": 1, "k2": 2, "k3": 3, "k4": 4, "k5": 5, "k6": 6, "k7": 7, "k8": 8, "k9": 9, "k10": 10, "k11": 11, "k12": 12, "k13": 13, "k14": 14, "k15": 15, "k16": 16, "k17": 17}
print(len(big), sum(big.values()))
row = [1, "a", 2.5, None, True, (1, 2), b"x", 1, "a", 2.5, None, True, (1, 2), b"x", big, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32]
print(len(row), row[5], row[-1])
