"""Watch one object's count while the program itself asks for it: each answer has one more, the argument."""

import sys


def count(thing):
    return sys.getrefcount(thing)


box = []
print(sys.getrefcount(box))
other = box
print(sys.getrefcount(box))
shelf = [box, box]
print(sys.getrefcount(box))
print(count(box))           # a call adds the caller's stack and the callee's local
box.append(box)             # even a list inside itself
print(sys.getrefcount(box))
del other, shelf
print(sys.getrefcount(box))
box.clear()
print(sys.getrefcount(box))
