"""Which of several bindings lets go first."""


class Item:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name

    def __del__(self):
        print("del", self.name)


a, b = Item("a1"), Item("b1")
a, b = b, a
print(a, b)
a, b = Item("a2"), Item("b2")
print("rebound")
first, *rest = [Item("x"), Item("y"), Item("z")]
print(first, rest)
*rest, first = rest
print(first, rest)
first = rest = None
a = b = Item("both")
a = None
print("a is None")
b = None
[c, (d, e)] = [Item("c"), (Item("d"), Item("e"))]
del d, (c, e)
print("end")
a = b = None
