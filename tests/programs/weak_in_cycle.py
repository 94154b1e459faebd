"""Weak references to garbage are cleared before its finalisers run; their callbacks only if they live."""
import gc
import _weakref as weakref


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, [r() is None for r in (outside, self.other.inside)])


gc.collect()
a, b = Node("a"), Node("b")
a.other, b.other = b, a
a.inside = weakref.ref(b, lambda r: print("never called"))
b.inside = weakref.ref(a, lambda r: print("never called"))
outside = weakref.ref(a, lambda r: print("callback from outside", r() is None))
del a, b
print("found", gc.collect())
print(outside())
