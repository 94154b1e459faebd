"""Full collections over a living tree of a million objects: nothing is found."""
import gc
import time


class Node:
    __slots__ = ("left", "right")

    def __init__(self, depth):
        if depth:
            self.left = Node(depth - 1)
            self.right = Node(depth - 1)


gc.collect()
gc.disable()
tree = Node(19)
gc.collect()
start = time.process_time()
found = gc.collect() + gc.collect() + gc.collect()
seconds = time.process_time() - start
print(found)
if __name__ == "__main__" and "seconds" in __import__("sys").argv:
    print(seconds)
