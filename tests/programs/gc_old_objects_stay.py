"""A young collection does not find old garbage."""
import gc


class Node:
    pass


def make():
    node = Node()
    node.self = node
    return node


gc.collect()
gc.disable()
old = make()
gc.collect(0)
middle = make()
gc.collect(1)
young = make()
del old, middle, young
print("youngest", gc.collect(0))
print("middle", gc.collect(1))
print("oldest", gc.collect(2))
old = make()
gc.collect()
del old
print(gc.collect(0), gc.collect(1), gc.collect(2))
