"""Tables of sets grow by four, later by two."""
from sys import getsizeof

items, last = set(), None
for n in range(70):
    if getsizeof(items) != last:
        last = getsizeof(items)
        print(n, last)
    items.add(n)
for n in range(70):
    items.discard(n)
print("emptied", getsizeof(items), getsizeof(items.copy()))
items.add(1)
items.clear()
print("cleared", getsizeof(items))
print(getsizeof({1, 2}), getsizeof({1, 2, 3, 4, 5}), getsizeof(frozenset(range(20))), getsizeof(set(range(20))))
print(getsizeof({1} | set(range(10))), getsizeof(set(range(20)) & {1}), getsizeof(set(range(20)) - {1}))
