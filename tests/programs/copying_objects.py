"""Copies by hand: shallow, deep with cycles, __copy__-like hooks, slices and constructors."""


def deep(value, seen=None):
    seen = {} if seen is None else seen
    if id(value) in seen:
        return seen[id(value)]
    match value:
        case list():
            copy = seen[id(value)] = []
            copy.extend(deep(v, seen) for v in value)
        case dict():
            copy = seen[id(value)] = {}
            for k, v in value.items():
                copy[deep(k, seen)] = deep(v, seen)
        case set():
            copy = {deep(v, seen) for v in value}
        case tuple():
            copy = tuple([deep(v, seen) for v in value])
        case _ if hasattr(value, "__dict__"):
            copy = seen[id(value)] = object.__new__(type(value))
            vars(copy).update(deep(vars(value), seen))
        case _:
            copy = value
    return copy


class Node:
    def __init__(self, name):
        self.name, self.links = name, []


a, b = Node("a"), Node("b")
a.links.append(b)
b.links.append(a)
c = deep(a)
print(c is a, c.name, c.links[0].name, c.links[0].links[0] is c, c.links is a.links)
data = {"list": [1, [2]], "tuple": (1, [2]), "set": {1}}
shallow, full = dict(data), deep(data)
data["list"][1].append(3)
print(shallow["list"], full["list"], shallow["tuple"] is data["tuple"], full == data)
selfish = [1]
selfish.append(selfish)
copy = deep(selfish)
print(copy, copy[1] is copy, copy is selfish)
original = [[1], [2]]
copies = [original[:], list(original), original.copy(), [*original], original * 1, sorted(original)]
original[0].append("shared")
original.append("not shared")
print(copies, all(c[0] is original[0] for c in copies))
print((1, 2)[:] is (t := (1, 2)), t[:] is t, tuple(t) is t, "abc"[:] is "abc", frozenset(f := frozenset([1])) is f, {**data} is data)
