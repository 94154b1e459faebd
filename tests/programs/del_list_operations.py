"""When items leave a list they die at once, the last of a range first."""


class Item:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print(self.n, end=" ")


def fresh():
    return [Item(n) for n in range(6)]


items = fresh()
items.clear()
print("| clear")
items = fresh()
del items[1:3]
print("| del slice")
items[::2] = [None, None]
print("| extended slice")
items.pop()
print("| pop")
items = None
print("| None")
items = fresh()
items[2:4] = []
print("| assigned slice")
items *= 0
print("| times zero")
items = fresh()
items.sort(key=lambda item: -item.n)
del items[0]
print("| first after sorting")
items = items[:1]
print("| cut by a copy")
del items
print("| end")
