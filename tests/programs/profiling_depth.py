"""A call tree with costs, drawn from what a profiler was told."""
import sys


class Node:
    def __init__(self, name):
        self.name, self.children, self.calls, self.cost = name, {}, 0, 0


class Profiler:
    def __init__(self):
        self.root = Node("root")
        self.path = [self.root]

    def __call__(self, frame, event, arg):
        if event == "call":
            self.enter(frame.f_code.co_qualname)
        elif event == "c_call":
            self.enter(f"[{arg.__name__}]")
        elif len(self.path) > 1:
            self.path.pop()

    def enter(self, name):
        node = self.path[-1].children.setdefault(name, Node(name))
        node.calls += 1
        self.path.append(node)
        for above in self.path:
            above.cost += 1

    def show(self, node=None, depth=0):
        node = node or self.root
        if depth:
            print("  " * (depth - 1) + f"{node.name} x{node.calls} ({node.cost})")
        for child in node.children.values():
            self.show(child, depth + 1)


class Shop:
    def __init__(self):
        self.stock = {}

    def add(self, name, count):
        self.stock[name] = self.stock.get(name, 0) + count

    @property
    def size(self):
        return sum(self.stock.values())

    def report(self):
        return ", ".join(self.line(n) for n in sorted(self.stock))

    def line(self, name):
        return f"{name.title()}: {self.stock[name]}"


def season():
    shop = Shop()
    for name, count in (("tea", 2), ("jam", 1), ("tea", 3)):
        shop.add(name, count)
    return shop.size, shop.report(), max([1, 5], key=abs), sorted("cab", key=str.upper)


profiler = Profiler()
sys.setprofile(profiler)
result = season()
sys.setprofile(None)
print(result)
profiler.show()
