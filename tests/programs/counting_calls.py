"""A profile of who calls whom, made with sys.setprofile."""
import sys
from collections import Counter

calls = Counter()
edges = Counter()
depth = 0
deepest = 0


def profiler(frame, event, arg):
    global depth, deepest
    if event == "call":
        depth += 1
        deepest = max(deepest, depth)
        name = frame.f_code.co_qualname
        calls[name] += 1
        if frame.f_back:
            edges[frame.f_back.f_code.co_qualname, name] += 1
    elif event == "return":
        depth -= 1


class Grid:
    def __init__(self, size):
        self.size = size

    def cells(self):
        for y in range(self.size):
            for x in range(self.size):
                yield x, y

    def __contains__(self, cell):
        return all(0 <= c < self.size for c in cell)

    def neighbours(self, cell):
        x, y = cell
        steps = [(x + dx, y + dy) for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1))]
        return [s for s in steps if s in self]


def edges_of(grid):
    return sum(len(grid.neighbours(c)) for c in grid.cells()) // 2


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


sys.setprofile(profiler)
first = edges_of(Grid(3))
second = fib(7)
sys.setprofile(None)
print(first, second, deepest, depth)
for name, count in sorted(calls.items()):
    print(f"{count:4} {name}")
for (caller, callee), count in sorted(edges.items()):
    print(f"{count:4} {caller} -> {callee}")
