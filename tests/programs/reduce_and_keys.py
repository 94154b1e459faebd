"""reduce, and cmp_to_key for sorting."""
from _functools import cmp_to_key, reduce
import _operator

print(reduce(_operator.add, [1, 2, 3, 4]), reduce(_operator.mul, range(1, 11)), reduce(max, [], "nothing"))
print(reduce(lambda text, letter: letter + text, "reduce", ""))
print(reduce(lambda *pair: pair, "abcd"))
for attempt in (
    lambda: reduce(_operator.add, []),
    lambda: reduce(_operator.add, 5),
    lambda: reduce(_operator.add, [1, "a"]),
    lambda: reduce(_operator.add),
):
    try:
        attempt()
    except TypeError as e:
        print(e)


def by_length_then_back(a, b):
    return len(a) - len(b) or (b > a) - (b < a)


words = "pear fig apple kiwi date plum nut".split()
print(sorted(words, key=cmp_to_key(by_length_then_back)))
key = cmp_to_key(lambda a, b: b - a)
one, two = key(1), key(2)
print(one > two, one == key(1), one.obj, type(one).__name__)
for attempt in (lambda: one < 3, lambda: hash(one), lambda: key(), lambda: type(one)(1)):
    try:
        attempt()
    except TypeError as e:
        print(e)
