"""A list lets go of its last element first; each __del__ can see what is still there."""
import _weakref as weakref


class Item:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        alive = [r().name for r in refs if r() is not None]
        print("del", self.name, "alive:", alive)


items = [Item(n) for n in "abcd"]
refs = [weakref.ref(item) for item in items]
del items
print("tuple")
pair = (Item("x"), Item("y"))
refs = [weakref.ref(item) for item in pair]
del pair
print("dict")
table = {1: Item("one"), 2: Item("two"), Item("key"): Item("value")}
refs = [weakref.ref(item) for item in table.values()]
del table
