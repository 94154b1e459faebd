"""Functions that call each other, and a limit that is met."""
import sys


def is_even(n):
    return n == 0 or is_odd(n - 1)


def is_odd(n):
    return n != 0 and is_even(n - 1)


def depth(n):
    try:
        return depth(n + 1)
    except RecursionError as error:
        return str(error)


print(is_even(10), is_odd(7))
limit = sys.getrecursionlimit()
sys.setrecursionlimit(60)
print(depth(0))
sys.setrecursionlimit(limit)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


print(ackermann(1, 3))
