"""Assignment to every kind of target."""


class Box:
    pass


a = b = c = []
print(a is b is c)
box = Box()
box.x = box.y = 3
items = [0, 0, 0]
items[1] = items[-1] = 7
table = {}
table["k"], box.z = "v", "w"
print(box.x, box.y, box.z, items, table)
items[0:2] = "abc"
items[1:1] = [True]
print(items)
items[::2] = [0] * len(items[::2])
print(items)
i = 0
i, items[i] = 2, "first"
print(i, items)
