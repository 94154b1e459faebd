"""With DEBUG_SAVEALL the collector keeps what it finds in gc.garbage."""
import gc


class Node:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Node({self.name})"


gc.collect()
gc.disable()
gc.set_debug(gc.DEBUG_SAVEALL)
print(gc.get_debug())
a, b = Node("a"), Node("b")
a.other, b.other = b, a
del a, b
print(gc.collect())
print([item for item in gc.garbage if isinstance(item, Node)])
cycle = []
cycle.append(cycle)
del cycle
print(gc.collect(), len(gc.garbage), gc.garbage[-1])
gc.set_debug(0)
gc.garbage.clear()
print(gc.collect() >= 3, gc.garbage)
