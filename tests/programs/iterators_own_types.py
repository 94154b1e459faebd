"""Iterators of each kind: their types, lengths, state and what they do when their source changes."""
sources = {
    "list": [1, 2, 3],
    "tuple": (1, 2, 3),
    "str": "aé",
    "ascii": "ab",
    "bytes": b"ab",
    "bytearray": bytearray(b"ab"),
    "range": range(3),
    "long": range(10**20, 10**20 + 2),
    "dict": {"a": 1},
    "keys": {"a": 1}.keys(),
    "values": {"a": 1}.values(),
    "items": {"a": 1}.items(),
    "set": {1},
    "zip": zip("ab", [1, 2]),
    "map": map(str, [1]),
    "filter": filter(None, [0, 1]),
    "enumerate": enumerate("ab", 5),
    "memory": memoryview(b"ab"),
}
for name, source in sources.items():
    it = iter(source)
    hint = it.__length_hint__() if hasattr(it, "__length_hint__") else None
    print(f"{name:10}{type(it).__name__:20}{hint!s:6}{iter(it) is it!s:6}{list(it)!r:14}{next(it, 'end')}")
for name in ("list", "tuple", "str", "range", "dict"):
    source = sources[name] if name != "tuple" else [1, 2]
    back = reversed(source)
    print(type(back).__name__, list(back))


class Old:
    def __len__(self):
        return 3

    def __getitem__(self, i):
        if i >= 3:
            raise IndexError
        return i * i


print(list(Old()), list(reversed(Old())), 4 in Old(), type(iter(Old())).__name__, type(reversed(Old())).__name__, *Old())
count = iter(lambda state=[0]: state.__setitem__(0, state[0] + 1) or state[0], 4)
print(type(count).__name__, list(count), list(count))
items = [1, 2, 3]
it = iter(items)
next(it)
items.clear()
print(next(it, "cleared"), it.__length_hint__())
items.extend("xyz")
print(next(it, "stays at its end"))
growing = [0]
for x in growing:
    if x < 3:
        growing.append(x + 1)
print(growing)
it = iter([1, 2, 3, 4])
it.__setstate__(2)
print(list(it), iter([5]).__reduce__()[1])
for bad in (lambda: next([]), lambda: iter(5), lambda: iter(5, 6), lambda: reversed({1}), lambda: reversed(iter([])), lambda: next(), lambda: zip([1], [1, 2], strict=True).__next__() and list(zip([1], [1, 2], strict=True)), lambda: enumerate(), lambda: map(str), lambda: next(iter([]))):
    try:
        print(bad())
    except (TypeError, ValueError, StopIteration) as error:
        print(type(error).__name__, error)


def changing(container, change):
    try:
        for _ in container:
            change()
    except RuntimeError as error:
        print(error)


d, s = {1: 1, 2: 2}, {1, 2}
changing(d, lambda: d.__setitem__(len(d) + 5, 0))
changing(d.items(), lambda: d.popitem())
changing(s, lambda: s.add(len(s) + 5))
e = {1: 1, 2: 2}
changing(e, lambda: e.pop(1) and e.__setitem__(3, 3) if 1 in e else None)
