"""defaultdict, and counting."""
from _collections import _count_elements, defaultdict

index = defaultdict(list)
for word in "the quick brown fox jumps over the lazy dog".split():
    index[len(word)].append(word)
print(index, index.default_factory, index.get(99), 99 in index)
counts = defaultdict(int)
for letter in "abracadabra":
    counts[letter] += 1
print(dict(counts), counts == {"a": 5, "b": 2, "r": 2, "c": 1, "d": 1})
tree = defaultdict(lambda: defaultdict(int))
tree["x"]["y"] += 2
print(tree["x"], len(tree))
plain = defaultdict()
try:
    plain["missing"]
except KeyError as e:
    print("KeyError", e)
try:
    defaultdict(5)
except TypeError as e:
    print(e)
merged = counts | {"z": 1}
print(type(merged).__name__, merged["z"], type({"q": 0} | counts).__name__, counts.copy() == counts)
print(counts.__reduce__()[:2], defaultdict(int, {"a": 1}, b=2))


def broken():
    raise ArithmeticError("factory")


counts.default_factory = broken
try:
    counts["new"]
except ArithmeticError as e:
    print(e, "new" in counts)


class Squares(dict):
    def __missing__(self, key):
        value = self[key] = key * key
        return value


class Kept(defaultdict):
    __slots__ = ("note",)


kept = Kept(str)
kept.note = "n"
print(kept["k"] == "", kept.note, kept, Squares()[7])
totals = {}
_count_elements(totals, "mississippi")
print(totals)
