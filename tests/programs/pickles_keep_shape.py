"""Objects are pickled and come back with their shape: sharing, cycles, classes."""
# Not watched: the library collects garbage while it is imported.
import pickle


class Node:
    def __init__(self, name):
        self.name, self.links = name, []

    def __repr__(self):
        return f"Node({self.name})"


class Cell:
    __slots__ = ("value",)

    def __getstate__(self):
        return {"value": self.value * 2}

    def __setstate__(self, state):
        self.value = state["value"]


a, b = Node("a"), Node("b")
a.links += [b, a]
cell = Cell()
cell.value = 21
for protocol in (0, 2, 5):
    x, same, number = pickle.loads(pickle.dumps((a, a, cell), protocol))
    print(protocol, x, x.links, x.links[1] is x is same, number.value)
try:
    pickle.dumps(lambda: 0)
except pickle.PicklingError as error:
    print(str(error)[:30])
