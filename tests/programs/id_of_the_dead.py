"""An id may come again once its object is gone; never before."""


class Small:
    __slots__ = ("a",)


first = id(Small())
second = id(Small())
print(first == second)
a, b = Small(), Small()
print(id(a) == id(b), id(a) == id(a))
seen = {id(x) for x in [Small() for _ in range(5)]}
print(len(seen))
was = id(a)
del a
c = Small()
print(id(c) == was)
was = id(b)
b = Small()
print(id(b) == was)
print(id([]) == id([]), id(1.5 + len(seen)) == id(2.5 + len(seen)))
print([].__repr__().__len__(), id(()) == id(()), id("") == id(str()))
