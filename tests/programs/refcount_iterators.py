"""What iterators hold while they run and when they are done."""
from sys import getrefcount as count

items = [object(), object()]
base = count(items)
i = iter(items)
print(count(items) - base)
next(i), next(i)
print(count(items) - base, next(i, "end"), count(items) - base)
pairs = zip(items, items)
print(count(items) - base)
first = next(pairs)
print(count(items[0]), count(first))
numbered = enumerate(items)
row = next(numbered)
print(count(row[1]))
del pairs, numbered
chosen = filter(None, items)
next(chosen)
mapped = map(id, items)
print(count(items) - base)
del chosen, mapped, row, first
print(count(items) - base, count(items[0]))
back = reversed(items)
print(count(items) - base, count(next(back)))
