"""Sets in algorithms: friends of friends, power sets, an exact cover, and the laws of sets."""
FRIENDS = {
    "ann": {"bob", "cat"},
    "bob": {"ann", "dan"},
    "cat": {"ann", "dan", "eve"},
    "dan": {"bob", "cat"},
    "eve": {"cat", "fay"},
    "fay": {"eve"},
}


def reach(start, steps):
    seen, edge = {start}, {start}
    for _ in range(steps):
        edge = set().union(*(FRIENDS[f] for f in edge)) - seen
        seen |= edge
        yield sorted(edge)


def powerset(items):
    items = list(items)
    for mask in range(1 << len(items)):
        yield frozenset(x for i, x in enumerate(items) if mask >> i & 1)


def cover(universe, subsets, chosen=()):
    if not universe:
        yield chosen
        return
    pivot = min(universe)
    for name in sorted(subsets):
        if pivot in subsets[name] and subsets[name] <= universe:
            rest = {n: s for n, s in subsets.items() if not s & subsets[name]}
            yield from cover(universe - subsets[name], rest, chosen + (name,))


print(list(reach("ann", 3)))
sets = set(powerset("abc"))
print(len(sets), frozenset("ab") in sets, frozenset("ad") in sets, sorted(map(sorted, sets)))
SUBSETS = {"A": {1, 4, 7}, "B": {1, 4}, "C": {4, 5, 7}, "D": {3, 5, 6}, "E": {2, 3, 6, 7}, "F": {2, 7}}
print(list(cover({1, 2, 3, 4, 5, 6, 7}, SUBSETS)))
a, b = {1, 2, 3, 4}, frozenset({3, 4, 5})
print(a & b, a | b, a - b, b - a, a ^ b, type(a & b).__name__, type(b & a).__name__)
print(a >= {1, 2}, a > a, a.isdisjoint({9}), a <= b, {3} < b, a == {4, 3, 2, 1}, b == {3, 4, 5})
a &= {1, 2, 9}
a ^= {2, 7}
a -= {1}
print(a, a.pop(), a, hash(b) == hash(frozenset([5, 4, 3])))
a.update("xy", [1], range(2))
a.discard("nothing")
print(sorted(a, key=str), len(a))
for bad in (lambda: a.remove("q"), lambda: {[]}, lambda: a | [1], lambda: set().pop(), lambda: a < 3, lambda: hash(a)):
    try:
        bad()
    except (KeyError, TypeError) as error:
        print(type(error).__name__, error)
