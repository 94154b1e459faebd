"""Dicts: order, views as sets, merging, and the methods' corner cases."""
d = {"b": 1, "a": 2}
d["c"] = 3
d["b"] = 10
del d["a"]
d["a"] = 4
print(d, list(d), list(reversed(d)), d.popitem(), d)
keys, values, items = d.keys(), d.values(), d.items()
d["z"] = 26
print(keys, values, items, len(keys), "z" in keys, 26 in values, ("z", 26) in items, ("z", 1) in items)
print(keys & {"b", "q"}, keys | ["q"], keys - {"b"}, keys ^ {"b", "n"}, keys <= {"b", "c", "z"}, keys.isdisjoint("xy"), {"b"} < keys)
print(items & {("b", 10)}, sorted(items ^ {("b", 10), ("k", 0)}), keys == {"z", "c", "b"}, values == values, d.keys() == d.keys())
print(keys.mapping is d, type(keys.mapping).__name__, d | {"c": 0} , {"x": 0} | d)
d |= [("p", 1), ("q", 2)]
print(d.pop("p"), d.pop("nope", None), d.get("nope"), d.setdefault("s", []), d.setdefault("s", 1))
d["s"].append(5)
print(d, d.copy() is d, d.copy()["s"] is d["s"])
print(dict.fromkeys("abc"), dict.fromkeys([1, 2], 0), dict([("a", 1)], b=2), dict(zip("xy", range(2))), dict(a=1) == {"a": 1})
print({1: "int", 1.0: "float", True: "bool"}, {(): 1, frozenset(): 2}, {None: 0}[None])
print({**{"a": 1}, "a": 2, **{"a": 3}}, {k: v for v, k in enumerate("aba")})
d.clear()
print(d, bool(d), list(items), repr(keys))
for bad in (
    lambda: d["x"],
    lambda: d.popitem(),
    lambda: d.pop("x"),
    lambda: {[]: 1},
    lambda: {}[{}],
    lambda: d.update([1]),
    lambda: d.update([(1, 2, 3)]),
    lambda: d.update(5),
    lambda: dict(1),
    lambda: dict([1, 2]),
    lambda: d | [(1, 2)],
    lambda: d < {},
    lambda: hash(d),
    lambda: d.keys() + d.keys(),
    lambda: d.get(),
    lambda: dict.fromkeys(),
    lambda: dict.fromkeys(5),
    lambda: d.values()[0],
    lambda: d.items() & 5,
):
    try:
        print(bad())
    except (KeyError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
nested = {}
nested["me"] = nested
nested["list"] = [nested, nested.keys()]
print(nested)
big = {i: i for i in range(50)}
for i in range(0, 50, 2):
    del big[i]
big[0] = "back"
print(list(big)[-3:], len(big), sum(v for v in big.values() if v != "back"))


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 2

    def __eq__(self, other):
        print("eq", self.n, other.n)
        return self.n == other.n


table = {Key(1): "one", Key(3): "three"}
print(table[Key(3)], Key(5) in table)
