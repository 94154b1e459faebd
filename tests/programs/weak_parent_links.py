"""Children know their parent weakly, so that a tree is freed without the collector."""
import gc
import _weakref as weakref


class Tree:
    def __init__(self, name, parent=None):
        self.name = name
        self.children = []
        self._parent = weakref.ref(parent) if parent else lambda: None
        if parent:
            parent.children.append(self)

    @property
    def parent(self):
        return self._parent()

    def path(self):
        return (self.parent.path() if self.parent else "") + "/" + self.name

    def __del__(self):
        print("free", self.name)


gc.collect()
gc.disable()
root = Tree("root")
usr = Tree("usr", root)
local = Tree("local", usr)
print(local.path(), usr.children[0] is local)
del root
print(local.path(), usr.parent)
del usr
print(local.path())
del local
print(gc.collect())
