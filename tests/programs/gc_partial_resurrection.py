"""A finaliser that saves one member of a cycle keeps everything that this one can reach."""
import gc

saved = []


class Node:
    def __init__(self, name):
        self.name = name
        self.other = None

    def __del__(self):
        print("del", self.name)
        if self.name == "b":
            saved.append(self)


gc.collect()
a, b, c = Node("a"), Node("b"), Node("c")
a.other, b.other, c.other = b, a, c
del a, b, c
print("found", gc.collect())
print([node.name for node in saved], saved[0].other.name, saved[0].other.other is saved[0])
saved.clear()
print("found", gc.collect())
