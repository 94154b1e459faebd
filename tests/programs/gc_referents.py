"""What an object refers to directly, as the collector sees it."""
import gc


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Slotted:
    __slots__ = ("a", "b")


print(gc.get_referents([1, "two", [3]]))
print(gc.get_referents((1, (2,))))
print(gc.get_referents({"a": 1, "b": [2]}))
print(sorted(map(str, gc.get_referents({1: "x", 2: "y"}))))
print(sorted(gc.get_referents({3, 4})))
point = Point([1], "text")
print([r for r in gc.get_referents(point) if r is not Point], Point in gc.get_referents(point))
slotted = Slotted()
slotted.b = [5]
print([r for r in gc.get_referents(slotted) if r is not Slotted])
print(gc.get_referents(1, "text", 2.5), gc.get_referents())
print(gc.get_referents([1], [2, 3]))
cell = (lambda x: lambda: x)("inside").__closure__[0]
print(gc.get_referents(cell))
print(gc.get_referents(slice(1, 2, 3)), gc.get_referents(iter([7])))
