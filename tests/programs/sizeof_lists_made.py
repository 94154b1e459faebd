"""Lists of the same length, made in different ways, take different room."""
from sys import getsizeof

ways = {
    "literal": [1, 2, 3],
    "longer literal": [1, 2, 3, 4, 5],
    "names": [len, abs, str],
    "repeat": [0] * 3,
    "list of tuple": list((1, 2, 3)),
    "list of range": list(range(3)),
    "list of generator": list(n for n in range(3)),
    "list of set": list({1, 2, 3}),
    "list of dict": list({1: 1, 2: 2, 3: 3}),
    "list of str": list("abc"),
    "comprehension": [n for n in range(3)],
    "star": [*range(3)],
    "star after one": [0, *range(3)],
    "sorted": sorted([3, 1, 2]),
    "slice": [1, 2, 3, 4][:3],
    "sum": [1] + [2, 3],
    "copy": [1, 2, 3].copy(),
}
for way, items in ways.items():
    print(f"{way:18} {len(items)} {getsizeof(items)}")
items = [1]
items += [2, 3]
print("in place", getsizeof(items))
items.insert(0, 0)
print("insert", getsizeof(items))
items.extend("abcdef")
print("extend", getsizeof(items))
del items[2:]
print("cut", getsizeof(items))
items[1:1] = range(10)
print("grown by a slice", getsizeof(items))
items.sort(key=str)
print("sorted", getsizeof(items))
items.clear()
print("cleared", getsizeof(items))
