"""del of names, attributes, items and slices."""


class Box:
    pass


x = 1
del x
try:
    x
except NameError as error:
    print(error)
box = Box()
box.a = box.b = 1
del box.a
print(hasattr(box, "a"), hasattr(box, "b"))
items = list(range(8))
del items[0], items[-1], items[1:3]
print(items)
del items[::2]
print(items)
table = {1: "a", 2: "b"}
del table[1]
print(table)


def f():
    a = b = 1
    del (a, b)
    try:
        return a
    except UnboundLocalError as error:
        return str(error)


print(f())
for action in (lambda: table.pop(9), lambda: items.pop(50)):
    try:
        action()
    except (KeyError, IndexError) as error:
        print(type(error).__name__, error)
try:
    del box.a
except AttributeError as error:
    print(error)
