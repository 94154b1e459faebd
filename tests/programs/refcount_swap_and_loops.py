"""Loop variables, unpacking and swaps keep counts in balance."""
import sys


class Thing:
    def __init__(self, name):
        self.name = name


a, b = Thing("a"), Thing("b")
print(sys.getrefcount(a), sys.getrefcount(b))
a, b = b, a
print(a.name, sys.getrefcount(a), sys.getrefcount(b))
items = [a, b]
for item in items:
    print("loop", sys.getrefcount(item))
print("loop variable stays", sys.getrefcount(b), sys.getrefcount(a))
first, *rest = items
print("unpacked", sys.getrefcount(a), sys.getrefcount(b), sys.getrefcount(rest))
del first, rest, item
squares = [x for x in items]
print("comprehension", sys.getrefcount(a))
squares.reverse()
squares.sort(key=lambda x: x.name)
squares += squares
print("doubled", sys.getrefcount(a), sys.getrefcount(squares))
del squares[1:]
print("cut", sys.getrefcount(a), sys.getrefcount(b))
with_index = list(enumerate(items))
print("enumerated", sys.getrefcount(a))
del with_index, items, squares
print("end", sys.getrefcount(a), sys.getrefcount(b))
