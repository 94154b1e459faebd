"""Instances of a class share the keys of their dicts."""
from sys import getsizeof


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Slotted:
    __slots__ = ("x", "y")


class Both(Slotted):
    pass


a, b = Point(1, 2), Point(3, 4)
print(getsizeof(a), getsizeof(vars(a)), getsizeof(vars(b)))
a.z = 5
print(getsizeof(a), getsizeof(vars(a)))
vars(b)["extra"] = 1
print(getsizeof(vars(b)))
vars(b)[1] = 2
print(getsizeof(vars(b)), vars(b))
print(getsizeof(Slotted()), getsizeof(Both()), getsizeof(vars(Both())))
many = [Point(n, n) for n in range(50)]
print(getsizeof(vars(many[0])), getsizeof(vars(many[-1])))


class Wide:
    def __init__(self, count):
        for n in range(count):
            setattr(self, f"name{n}", n)


print(getsizeof(vars(Wide(5))), getsizeof(vars(Wide(29))), getsizeof(vars(Wide(40))))
