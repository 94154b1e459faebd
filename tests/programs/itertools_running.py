"""Iterators that run on: count, cycle, repeat, accumulate, islice, takewhile and their like."""
from itertools import accumulate, chain, compress, count, cycle, dropwhile, filterfalse, islice, repeat, starmap, takewhile


def report(title, iterable, limit=8):
    print(title, list(islice(iterable, limit)))


report("count", count())
report("count by", count(10, -3))
report("count of floats", count(0.5, 0.25))
report("count far", count(2**63 - 3))
report("cycle", cycle("abc"))
report("repeat", repeat("x", 3))
report("sums", accumulate(range(1, 9)))
report("products", accumulate([3, 1, 4, 1, 5], lambda a, b: a * b))
report("from 100", accumulate([1, 2, 3], initial=100))
report("chained", chain("ab", [1, 2], (None,)))
report("flat", chain.from_iterable([[1], [], [2, 3]]))
report("picked", compress("ABCDEF", [1, 0, 1, 0, 1, 1]))
report("dropped", dropwhile(lambda n: n < 3, [1, 2, 3, 1]))
report("taken", takewhile(lambda n: n < 3, [1, 2, 3, 1]))
report("false", filterfalse(lambda n: n % 2, range(6)))
report("falsy", filterfalse(None, [0, 1, "", "a", []]))
report("powers", starmap(pow, [(2, 5), [3, 2]]))
report("every third", islice(range(20), 2, 18, 3))
print(count(3), count(1, 2), count(1.5), repeat("a", 2), repeat(1))
left = repeat("z", 4)
next(left)
print(left, left.__length_hint__())
words = iter("some words in a row".split())
print(list(islice(words, 2)), next(words), list(words))
triangle = accumulate(accumulate(repeat(1)))
print([next(triangle) for _ in range(6)])
