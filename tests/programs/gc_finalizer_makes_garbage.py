"""Finalisers that leave new cycles behind: the next collection finds those."""
import gc


class Node:
    def __init__(self, depth):
        self.depth = depth
        self.me = self

    def __del__(self):
        print("del", self.depth)
        if self.depth:
            Node(self.depth - 1)


gc.collect()
gc.disable()
Node(3)
found = []
while n := gc.collect():
    found.append(n)
print(found)
print(gc.garbage)
