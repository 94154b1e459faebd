"""A proxy takes part in operations as its object does."""
import _weakref as weakref


class Number:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        return self.value + (other.value if isinstance(other, Number) else other)

    __radd__ = __add__

    def __mul__(self, other):
        return self.value * other

    def __neg__(self):
        return -self.value

    def __bool__(self):
        return self.value != 0

    def __eq__(self, other):
        return self.value == (other.value if isinstance(other, Number) else other)

    def __lt__(self, other):
        return self.value < other

    def __int__(self):
        return self.value

    def __index__(self):
        return self.value

    def __contains__(self, item):
        return item == self.value

    def __enter__(self):
        return "entered"

    def __repr__(self):
        return f"Number({self.value})"


number = Number(7)
p = weakref.proxy(number)
print(p + 1, 1 + p, p * 2, -p, bool(p), p == 7, p < 8, int(p), 7 in p, [10, 20] * 2 == [10, 20, 10, 20])
print("abcdefghij"[p], repr(p)[:14], isinstance(p, Number), p.value)
p.value = 8
del p.value
print(hasattr(number, "value"), hasattr(p, "other"))
number.value = 3
number += 1
print(number)
