"""Sets let their elements go in the order of their tables."""


class Element:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n

    def __eq__(self, other):
        return self.n == other.n

    def __del__(self):
        print(self.n, end=" ")


items = {Element(n) for n in (5, 3, 1)}
items.add(Element(3))
print("| equal one refused")
items.discard(Element(5))
print("| discarded")
items = {Element(n) for n in (9, 2, 4)}
print("| replaced")
items -= {Element(2)}
print("| difference")
items.clear()
print("| cleared")
frozen = frozenset([Element(7), Element(6)])
del frozen
print("| frozen")
