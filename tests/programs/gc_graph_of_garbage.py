"""A walk through what garbage refers to, before it is collected."""
import gc


class Node:
    def __init__(self, name):
        self.name = name
        self.edges = []


def names(start):
    seen, open_, found = {id(start)}, [start], []
    while open_:
        item = open_.pop(0)
        if isinstance(item, Node):
            found.append(item.name)
        for referent in gc.get_referents(item):
            if isinstance(referent, (Node, list)) and id(referent) not in seen:
                seen.add(id(referent))
                open_.append(referent)
    return found


nodes = {name: Node(name) for name in "abcd"}
for source, target in ["ab", "bc", "ca", "cd"]:
    nodes[source].edges.append(nodes[target])
print(names(nodes["a"]), names(nodes["c"]), names(nodes["d"]))
gc.collect()
del nodes
print(gc.collect())
