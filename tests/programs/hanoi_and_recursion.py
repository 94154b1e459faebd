"""Recursion of several kinds: towers, Ackermann, mutual, trees as tuples, and trampolines."""


def hanoi(n, a="A", b="B", c="C"):
    if n:
        yield from hanoi(n - 1, a, c, b)
        yield a + c
        yield from hanoi(n - 1, b, a, c)


def ackermann(m, n):
    if m == 0:
        return n + 1
    return ackermann(m - 1, 1 if n == 0 else ackermann(m, n - 1))


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)


def trampoline(step, *args):
    while callable(step):
        step = step(*args)
        if isinstance(step, tuple):
            step, *args = step
    return step


def countdown(n, total=0):
    return (countdown, n - 1, total + n) if n else total


def fold(tree, leaf, join):
    return join(*(fold(t, leaf, join) for t in tree)) if isinstance(tree, tuple) else leaf(tree)


def partitions(n, most=None):
    if n == 0:
        yield []
    for k in range(min(n, most or n), 0, -1):
        for rest in partitions(n - k, k):
            yield [k, *rest]


tree = ((1, 2), (3, (4, 5)), 6)
print(" ".join(hanoi(3)), ackermann(1, 3), even(10), odd(7), trampoline(countdown, 30))
print(fold(tree, lambda x: x, lambda *xs: sum(xs)), fold(tree, lambda x: 1, lambda *xs: 1 + max(xs)), fold(tree, str, lambda *xs: f"({' '.join(xs)})"))
print(list(partitions(4)))
Y = lambda f: (lambda x: x(x))(lambda x: f(lambda v: x(x)(v)))
print(Y(lambda self: lambda n: 1 if n < 2 else n * self(n - 1))(5))
