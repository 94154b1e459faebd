"""The operators as functions."""
import _operator as op


class Vector:
    def __init__(self, *parts):
        self.parts = list(parts)

    def __add__(self, other):
        return Vector(*(a + b for a, b in zip(self.parts, other.parts)))

    def __iadd__(self, other):
        self.parts = [a + b for a, b in zip(self.parts, other.parts)]
        return self

    def __matmul__(self, other):
        return sum(a * b for a, b in zip(self.parts, other.parts))

    def __neg__(self):
        return Vector(*(-a for a in self.parts))

    def __index__(self):
        return len(self.parts)

    def __length_hint__(self):
        return 11


a, b = Vector(1, 2), Vector(3, 4)
print(op.add(a, b).parts, op.matmul(a, b), op.neg(a).parts, op.index(a), op.length_hint(a))
print(op.iadd(a, b) is a, a.parts)
BINARY = [op.add, op.sub, op.mul, op.truediv, op.floordiv, op.mod, op.pow, op.lshift, op.and_, op.or_, op.xor]
BINARY += [op.lt, op.le, op.eq, op.ne, op.ge, op.gt, op.is_, op.is_not]
for function in BINARY:
    print(function.__name__, function(13, 5), end="; ")
print()
print(op.concat([1], [2]), op.contains("abc", "b"), op.countOf("banana", "a"), op.indexOf("banana", "n"))
items = [1, 2, 3]
op.setitem(items, 0, "x")
op.delitem(items, 1)
print(items, op.getitem(items, -1), op.not_(items), op.truth([]), op.abs(-3), op.inv(5), op.call(max, 3, 9))
for attempt in (
    lambda: op.add(1),
    lambda: op.add(1, "a"),
    lambda: op.neg(),
    lambda: op.neg("a"),
    lambda: op.concat(1, 2),
    lambda: op.indexOf("abc", "z"),
    lambda: op.countOf(5, 1),
    lambda: op.index(1.5),
    lambda: op.ipow("a", 2),
    lambda: op.length_hint([], "a"),
):
    try:
        attempt()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(op._compare_digest("abc", "abc"), op._compare_digest(b"abc", b"abd"))
