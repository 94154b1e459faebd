"""gc.get_stats tells how often each generation was collected and what was found."""
import gc


class Node:
    pass


def ring(size):
    nodes = [Node() for _ in range(size)]
    for n, node in enumerate(nodes):
        node.next = nodes[n - 1]


def difference(before, after):
    return [
        {key: new[key] - old[key] for key in new} for old, new in zip(before, after)
    ]


gc.collect()
gc.disable()
before = gc.get_stats()
ring(3)
print(gc.collect(0))
ring(4)
print(gc.collect(1))
ring(5)
print(gc.collect(2))
print(gc.collect())
for row in difference(before, gc.get_stats()):
    print(row)
print(len(before), list(before[0]))
