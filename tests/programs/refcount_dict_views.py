"""Views, iterators and items of dicts hold the dict."""
import sys

table = {"a": [1], "b": [2]}
value = table["a"]
print(sys.getrefcount(table), sys.getrefcount(value))
keys = table.keys()
values = table.values()
items = table.items()
print("views", sys.getrefcount(table))
iterator = iter(table)
print("iterator", sys.getrefcount(table), next(iterator))
print("one taken", sys.getrefcount(table))
next(iterator)
print(next(iterator, "end"), sys.getrefcount(table))
pairs = list(items)
print("pairs", sys.getrefcount(value))
copy = table.copy()
print("copied", sys.getrefcount(value))
del keys, values, items, pairs, copy
print("few", sys.getrefcount(table), sys.getrefcount(value))
for key, item in table.items():
    print(key, sys.getrefcount(item), sys.getrefcount(table))
print(table.pop("a") is value, sys.getrefcount(value))
table.clear()
print(sys.getrefcount(value), sys.getrefcount(table))
