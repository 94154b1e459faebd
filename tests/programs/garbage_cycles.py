"""Cycles of several kinds, found by gc.collect."""
import gc


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


gc.collect()
gc.disable()
a = Node("a")
a.self = a
del a
print(gc.collect())
ring = [Node(i) for i in range(3)]
for i in range(3):
    ring[i].next = ring[(i + 1) % 3]
del ring
print(gc.collect())
items = []
items.append(items)
del items
print(gc.collect())
table = {}
table["t"] = (table,)
del table
print(gc.collect())


def closure():
    def inner():
        return inner
    return inner


closure()
print(gc.collect(), gc.isenabled(), gc.get_threshold())


class Cycle:
    pass


del Cycle
print(gc.collect() > 0, gc.collect())
gc.enable()
