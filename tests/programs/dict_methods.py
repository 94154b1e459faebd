"""Methods of dict; order is that of insertion."""
d = {"b": 1, "a": 2, 3: "three"}
d["c"] = 4
d["b"] = 10
print(d, len(d), d["a"], d.get("x"), d.get("x", 0), "a" in d, 2 in d)
print(list(d), list(d.keys()), list(d.values()), list(d.items()))
print(d.pop("a"), d.pop("zz", "none"), d.popitem(), d)
print(d.setdefault("n", []), d.setdefault("b", 5), d)
d.update({"b": 0}, z=26)
d.update([("pair", 1)])
print(d, d | {"b": 1}, {**d, "n": 2})
copy = d.copy()
d.clear()
print(d, len(copy), dict(a=1, b=2), dict([(1, 2)]), dict.fromkeys("ab", 0), dict(zip("xy", (1, 2))))
print({1: "int", True: "bool", 1.0: "float"}, {(1, 2): "t"}[1, 2], {None: 0})
print({"a": 1}.keys() & {"a", "b"}, {"a": 1}.items() == {("a", 1)}, list(reversed({"x": 1, "y": 2})))
e = {}
for i in range(6):
    e[i % 4] = i
del e[0]
e[0] = "again"
print(e, {"x": 1, "y": 2} == {"y": 2, "x": 1}, bool({}), e.keys(), e.values(), e.items())
for attempt in (lambda: {}["k"], lambda: {}.popitem(), lambda: {[]: 1}, lambda: {}[{}], lambda: dict([1]), lambda: dict([(1, 2, 3)])):
    try:
        attempt()
    except (KeyError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
try:
    for k in copy:
        copy[k * 2] = 1
except RuntimeError as error:
    print(error)
