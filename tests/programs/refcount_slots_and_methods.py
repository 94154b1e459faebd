"""Slots hold values like attributes; bound methods hold their instance."""
import sys


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def both(self):
        return self.x, self.y


class Value:
    pass


v = Value()
p = Point(v, v)
print(sys.getrefcount(v), sys.getrefcount(p))
both = p.both
print("bound", sys.getrefcount(p), sys.getrefcount(both))
pair = both()
print("pair", sys.getrefcount(v))
del p.x
print("slot emptied", sys.getrefcount(v))
p.y = None
print("slot replaced", sys.getrefcount(v))
del pair
print("pair gone", sys.getrefcount(v))
del both
print("method gone", sys.getrefcount(p))
p.x = p
print("itself", sys.getrefcount(p))
p.x = None
append = [].append
append(v)
print("held by a list that a method holds", sys.getrefcount(v), sys.getrefcount(append.__self__))
