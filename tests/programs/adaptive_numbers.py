"""Arithmetic, comparisons and truth become the forms made for their operands."""
from _adaptive import show, warm


def add_ints(a, b):
    return a + b


def sub_floats(a, b):
    return a - b


def multiply(a, b):
    return a * b


def join(a, b):
    return a + b


def grow(text, times):
    for _ in range(times):
        text += "x"
    return text


def shift(a, b):
    return a << b, a & b, a // b, a % b


def compare(a, b):
    return a < b, a == b, a >= b


def chosen(x):
    if x:
        return "yes"
    return "no"


def negated(x):
    return not x


def total(values):
    t = 0
    for v in values:
        t += v
    return t


class Truthy:
    pass


class Sized:
    def __len__(self):
        return 1


warm(add_ints, 1, 2)
warm(sub_floats, 1.5, 2.5)
warm(multiply, 3, 4)
warm(join, "a", "b")
warm(grow, "", 5)
warm(shift, 12, 3)
warm(compare, 1, 2)
warm(chosen, True)
warm(negated, 0)
warm(total, [1, 2, 3])
for times in range(1, 8):
    add_ints(1.5, 2)
    show(add_ints)
warm(add_ints, "text", "more")
warm(compare, "a", "b", times=10)
warm(compare, "a", "b", times=100)
warm(compare, 1.5, 2.5, times=200)
for value in (None, "s", [], Truthy(), Sized(), 1.5, {}, 10**30):
    warm(chosen, value, times=120)
warm(multiply, 2**40, 2**40, times=80)
warm(total, (1, 2), times=80)
warm(total, {1: 2}, times=80)
warm(total, range(3), times=80)
warm(total, (i for i in range(3)), times=80)
