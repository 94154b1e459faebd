"""Weak references within garbage are cleared, and their callbacks are not called."""
import gc
import weakref


class Node:
    def __init__(self, name):
        self.name = name
        self.me = self


def told(name):
    return lambda ref: print("told:", name, ref())


gc.disable()
node = Node("inside")
node.ref = weakref.ref(node, told("inside"))
del node
print("collected", gc.collect())
node = Node("outside")
outside = weakref.ref(node, told("outside"))
value = weakref.WeakValueDictionary(k=node)
del node
print("before", outside().name, len(value))
print("collected", gc.collect())
print(outside(), len(value))
