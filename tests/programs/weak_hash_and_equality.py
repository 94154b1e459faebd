"""Weak references compare as their objects do while these live, by identity afterwards."""
import _weakref as weakref


class Value:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __hash__(self):
        return hash(self.n)


one, same, two = Value(1), Value(1), Value(2)
a, b, c = weakref.ref(one), weakref.ref(same), weakref.ref(two)
print(a == b, a == c, a != b, hash(a) == hash(1), len({a, b, c}))
late = weakref.ref(two, lambda r: None)
del one, same, two
print(a == b, a == a, a != b, hash(a))
try:
    hash(late)
except TypeError as error:
    print(error)
for bad in (1, "text", [], (), None, object()):
    try:
        weakref.ref(bad)
    except TypeError as error:
        print(error)
print(repr(a).split(" at ")[0], repr(a).split("; ")[1])
try:
    a < b
except TypeError as error:
    print(error)
