"""What itertools refuses, and what its types are."""
import itertools

ATTEMPTS = {
    itertools.accumulate: [(), (5,), ([1, "a"],)],
    itertools.batched: [("ab", 0), ("ab", "x"), ()],
    itertools.compress: [("ab",), (1, 2)],
    itertools.count: [("a",), (1, 2, 3)],
    itertools.cycle: [(), (1,), ("a", 2)],
    itertools.dropwhile: [(), (1, 2), (1, [2])],
    itertools.filterfalse: [(None,)],
    itertools.groupby: [(), (3,), ([1], 2)],
    itertools.islice: [([1],), ([1], -1), ([1], 1, "a"), ([1], 1, 2, 0), (1, 2)],
    itertools.pairwise: [(), (7,)],
    itertools.repeat: [(), (1, "a")],
    itertools.starmap: [(pow, [1])],
    itertools.tee: [(), ("a", -1), (1,)],
    itertools.zip_longest: [(1,)],
}
for function, attempts in ATTEMPTS.items():
    for arguments in attempts:
        try:
            made = function(*arguments)
            print(function.__name__, list(made))
        except (TypeError, ValueError) as e:
            print(f"{function.__name__}: {type(e).__name__}: {e}")
print(itertools.chain, itertools.chain.__mro__, itertools.count.__name__, itertools.count.__module__)
try:
    itertools.chain.extra = 1
except TypeError as e:
    print(e)
try:
    itertools.chain().extra = 1
except AttributeError as e:
    print(e)


class Counted(itertools.chain):
    """A subclass has attributes."""

    total = 0


counted = Counted("ab", "c")
counted.total = 3
print(list(counted), counted.total, isinstance(counted, itertools.chain))
