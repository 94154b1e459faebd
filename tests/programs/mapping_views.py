# dict views, mappingproxy, __missing__, and the dict methods that call back.
from types import MappingProxyType


class Default(dict):
    def __missing__(self, key):
        self[key] = value = len(self)
        return value


d = Default()
print(d["a"], d["b"], d["a"], d, d.get("c"), "c" in d)
print(d | {"z": 9}, type(d | {}).__name__, {"q": 1} | d)

d = {"x": 1, "y": [2], "z": (3,)}
keys, values, items = d.keys(), d.values(), d.items()
d["w"] = None
print(keys, values, items, sep="\n")
print(len(keys), list(reversed(keys)), list(reversed(values)), list(reversed(items)))
print("x" in keys, ("y", [2]) in items, ("y", 2) in items, "y" in items, 1 in values)
print(keys == {"x", "y", "z", "w"}, keys < {"x", "y", "z", "w", "v"}, keys >= {"x"}, items == {1})
print(keys.isdisjoint(["q"]), sorted(keys & ["x", "q"]), sorted(keys - {"x"}), sorted({"x"} ^ keys))
d["self"] = d
d["views"] = d.values()
print(d)

proxy = MappingProxyType({"one": 1, "two": 2})
print(proxy, proxy["one"], len(proxy), list(proxy), proxy.get("three", 3), "two" in proxy)
print(proxy | {"three": 3}, {"zero": 0} | proxy, proxy == {"one": 1, "two": 2}, proxy.copy())
print(list(reversed(proxy)), keys.mapping is not d, type(keys.mapping).__name__)
for action in (
    lambda: proxy.__setitem__("x", 1),
    lambda: MappingProxyType([1]),
    lambda: {}.popitem(),
    lambda: {}.pop("k"),
    lambda: {}["k"],
    lambda: {[]: 1},
    lambda: dict([(1, 2), (3,)]),
    lambda: dict([1]),
    lambda: dict(1),
    lambda: dict({}, {}),
    lambda: {} | [(1, 2)],
    lambda: {1: 2} < {1: 3},
    lambda: {1: 2}.keys() + [1],
):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


class Mapping:
    def keys(self):
        print("keys")
        return iter(["a", "b"])

    def __getitem__(self, key):
        print("get", key)
        return key * 2


print(dict(Mapping()), {**Mapping()}, dict(Mapping(), c=1))
d = {}
d |= [("p", 1)]
d.update(Mapping(), q=2)
print(d, dict.fromkeys("aba", 0), d.setdefault("p", 5), d.setdefault("new", []))


class Noisy:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        print("hash", self.name)
        return 1

    def __eq__(self, other):
        print("eq", self.name, other.name)
        return self.name == other.name


a, b = Noisy("a"), Noisy("b")
d = {a: 1, b: 2}
print(d[Noisy("b")], len({a, b, Noisy("a")}))
print({a: 1} == {Noisy("a"): 1}, a in {a: 0})
