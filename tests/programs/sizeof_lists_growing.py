"""The room that a list takes while it grows and shrinks."""
from sys import getsizeof

items = []
last = getsizeof(items)
print(0, last)
for n in range(1, 65):
    items.append(n)
    size = getsizeof(items)
    if size != last:
        print("append", n, size)
        last = size
while items:
    items.pop()
    size = getsizeof(items)
    if size != last:
        print("pop", len(items), size)
        last = size
