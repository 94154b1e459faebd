"""Sets and frozensets: algebra, changes, and the order that the hashes give."""
a, b = {1, 2, 3}, {3, 4}
print(a | b, a & b, a - b, a ^ b, a.union([9]), a.intersection((1, 3)), b.difference(a))
print(a <= {1, 2, 3}, a < a, a.issuperset({1}), a.isdisjoint({7}), 2 in a, len(a))
a.add(5)
a.add(5)
a.discard(1)
a.discard(100)
a.remove(2)
print(a, a.pop() in (3, 5), len(a))
a.update("x", [7])
print(len(a), "x" in a, set(), {0}, set([2, 1, 2]))
print({"b", "a", "c"}, {8, 0, 16, 1}, {-1, -2, 100, 33}, {1.5, "s", None, (1, 2)})
f = frozenset("ab")
print(f, f | {"c"}, {f: "as a key"}[frozenset("ba")], hash(frozenset()), f == {"a", "b"})
print({1, True, 1.0}, {i % 5 for i in range(20)}, sorted({"q", "w", "e"}), frozenset())
print([x for x in {30, 10, 20}], {*range(3), *"ab"} == {0, 1, 2, "a", "b"})
for attempt in (lambda: {1}.remove(2), lambda: set().pop(), lambda: {[]}, lambda: {1} | [2], lambda: f.add(1)):
    try:
        attempt()
    except (KeyError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)
