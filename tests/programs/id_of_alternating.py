"""Rebinding a name makes the new object before the old one dies: ids alternate."""


class Node:
    pass


node = Node()
places = []
for _ in range(6):
    node = Node()
    places.append(id(node))
print(len(set(places)), places[0] == places[2] == places[4], places[1] == places[3] == places[5])
value = 1.5
floats = set()
for n in range(6):
    value = value + 1.0
    floats.add(id(value))
print(len(floats) <= 3)
items = [0]
seen = []
for _ in range(6):
    items = [items[0] + 1]
    seen.append(id(items))
print(len(set(seen)))
