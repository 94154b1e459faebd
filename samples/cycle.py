"""Cyclic garbage: counts alone cannot free a ring of objects."""

import gc


class Node:
    def __init__(self, name):
        self.name = name
        self.next = None

    def __del__(self):
        print("freed", self.name)


def ring(*names):
    nodes = [Node(name) for name in names]
    for node, follower in zip(nodes, nodes[1:] + nodes[:1]):
        node.next = follower


ring("a", "b", "c")
print("the ring is unreachable, and still alive")
print("collected:", gc.collect())
