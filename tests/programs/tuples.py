"""Tuples: making, comparing, hashing, unpacking."""
t = 1, "two", [3]
print(t, t[0], t[-1], t[1:], t + (4,), t * 2, len(t), ("two" in t), t.index("two"), (1, 1).count(1))
t[2].append(4)
print(t, (), (1,), tuple("ab"), tuple([1, 2]), (1, (2, (3,))))
print((1, 2) < (1, 3), (1, 2) < (1, 2, 0), (2,) > (1, 9), () == (), hash((1, 2)) == hash((1, 2)))
print(hash(()), hash((1,)), hash((1, "a")) == hash((1, "a")), sorted([(2, "a"), (1, "b")]))
for attempt in (lambda: t.__setitem__(0, 1), lambda: t[5], lambda: t + [1], lambda: hash(t), lambda: t["a"]):
    try:
        attempt()
    except (TypeError, IndexError, AttributeError) as error:
        print(type(error).__name__, error)
try:
    t[0] = 5
except TypeError as error:
    print(error)
try:
    t[2] += [5]
except TypeError as error:
    print(error, t)
