"""A full collection that finds a million objects in cycles of ten."""
import gc
import time


class Node:
    __slots__ = ("next",)


def rings(count, size):
    for _ in range(count):
        first = last = Node()
        for _ in range(size - 1):
            node = Node()
            last.next = node
            last = node
        last.next = first


gc.collect()
gc.disable()
rings(100_000, 10)
start = time.process_time()
found = gc.collect()
seconds = time.process_time() - start
print(found)
if __name__ == "__main__" and "seconds" in __import__("sys").argv:
    print(seconds)
