"""Copies, slices, concatenations and conversions take references of their own."""
import sys


class Thing:
    pass


x = Thing()
base = sys.getrefcount(x)


def show(what):
    print(what, sys.getrefcount(x) - base)


items = [x]
show("list")
copies = [items.copy(), items[:], list(items), items + items]
show("copies")
del copies
show("dropped")
tuples = [tuple(items), (*items, x)]
show("tuples")
sets = {x}, frozenset(sets_from := [x])
show("sets")
tables = [dict.fromkeys([x]), {1: x}, dict(a=x)]
show("dicts")
del items, tuples, sets, sets_from, tables
show("nothing")
nested = [[x] * 2 for _ in range(3)]
show("nested")
flat = [z for row in nested for z in row]
y = None
show("flat")
nested.clear()
flat.clear()
del y, flat
show("end")
