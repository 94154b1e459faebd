"""A callback that lets go of more objects, whose callbacks come at once."""
import weakref


class Node:
    def __init__(self, name):
        self.name = name


nodes = {n: Node(n) for n in "abcd"}
order = []


def after(name, following):
    def callback(ref):
        order.append(f"{name} begins")
        nodes.pop(following, None)
        order.append(f"{name} ends")

    return callback


refs = [weakref.ref(nodes[n], after(n, f)) for n, f in ("ab", "bc", "cd", "da")]
del nodes["a"]
print(order)
print(nodes, [r() for r in refs])
