"""A suspended generator keeps its locals and its value stack."""
import sys


class Thing:
    pass


def walk(items):
    for item in items:
        yield item


def hold(x):
    local = [x, x]
    yield sys.getrefcount(x)
    local = None
    yield sys.getrefcount(x)


thing = Thing()
items = [thing]
print("start", sys.getrefcount(thing), sys.getrefcount(items))
g = walk(items)
print("not begun", sys.getrefcount(items))
value = next(g)
print("suspended", sys.getrefcount(thing), sys.getrefcount(items))
print(next(g, "end"), sys.getrefcount(thing), sys.getrefcount(items))
h = hold(thing)
print(next(h), sys.getrefcount(thing))
print(next(h), sys.getrefcount(thing))
print(list(h), sys.getrefcount(thing))
expression = (x for x in items)
print("expression", sys.getrefcount(items))
del expression
print("gone", sys.getrefcount(items))
zipped = zip(items, items)
print("zip", sys.getrefcount(items), next(zipped) == (thing, thing), sys.getrefcount(thing))
