"""Fibonacci eight ways: loops, recursion, memo, generators, matrices, closed form, reduce, dicts."""


def loop(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def recursive(n):
    return n if n < 2 else recursive(n - 1) + recursive(n - 2)


def memo(n, known={0: 0, 1: 1}):
    if n not in known:
        known[n] = memo(n - 1) + memo(n - 2)
    return known[n]


def generated(n):
    def numbers():
        a, b = 0, 1
        while True:
            yield a
            a, b = b, a + b

    for i, x in enumerate(numbers()):
        if i == n:
            return x


def matrix(n):
    def times(a, b):
        return [[sum(x * y for x, y in zip(r, c)) for c in zip(*b)] for r in a]

    result, base = [[1, 0], [0, 1]], [[1, 1], [1, 0]]
    while n:
        if n % 2:
            result = times(result, base)
        base, n = times(base, base), n // 2
    return result[0][1]


def closed(n):
    root = 5**0.5
    return round(((1 + root) / 2) ** n / root)


def doubling(n):
    if n == 0:
        return 0, 1
    a, b = doubling(n // 2)
    c, d = a * (2 * b - a), a * a + b * b
    return (d, c + d) if n % 2 else (c, d)


class Table(dict):
    def __missing__(self, n):
        self[n] = value = n if n < 2 else self[n - 1] + self[n - 2]
        return value


ways = [loop, recursive, memo, generated, matrix, closed, lambda n: doubling(n)[0], Table().__getitem__]
for n in (0, 1, 9):
    print(n, [way(n) for way in ways])
print(loop(120), doubling(120)[0] == loop(120), len(str(loop(300))), memo.__defaults__[0][9])
