"""What itertools refuses, and what its types are."""
import itertools

ATTEMPTS = {
    "accumulate": [(), (5,), ([1, "a"],)],
    "batched": [("ab", 0), ("ab", "x"), ()],
    "chain": [(1,)],
    "compress": [("ab",), (1, 2)],
    "count": [("a",), (1, 2, 3)],
    "cycle": [(), (1,), ("a", 2)],
    "dropwhile": [(), (1, 2), (1, [2])],
    "filterfalse": [(None,)],
    "groupby": [(), (3,), ([1], 2)],
    "islice": [([1],), ([1], -1), ([1], 1, "a"), ([1], 1, 2, 0), (1, 2)],
    "pairwise": [(), (7,)],
    "repeat": [(), (1, "a")],
    "starmap": [(pow, [1])],
    "tee": [(), ("a", -1), (1,)],
    "zip_longest": [(1,)],
}
for name, attempts in ATTEMPTS.items():
    function = getattr(itertools, name)
    for arguments in attempts:
        try:
            made = function(*arguments)
            print(name, list(made))
        except (TypeError, ValueError) as e:
            print(f"{name}: {type(e).__name__}: {e}")
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
