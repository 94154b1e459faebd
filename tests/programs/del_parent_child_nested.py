"""A chain of owners: each dies completely before the next sibling begins."""
import _weakref as weakref


class Tree:
    def __init__(self, name, *children):
        self.name = name
        self.children = children

    def __del__(self):
        print("del", self.name, [r() is None for r in watched])


watched = []
tree = Tree("root", Tree("left", Tree("left.left"), Tree("left.right")), Tree("right", Tree("right.left")))
watched = [weakref.ref(tree.children[0]), weakref.ref(tree.children[1]), weakref.ref(tree)]
del tree
print([r() is None for r in watched])
