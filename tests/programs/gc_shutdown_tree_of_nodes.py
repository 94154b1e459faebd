"""A syntax tree outlives its module: its classes die after it, when the interpreter ends."""
# Not watched: `ast` imports much of the library.
import ast
import codecs


class Last:
    def __init__(self, tree):
        self.tree = tree

    def __del__(self):
        print("last:", type(self.tree).__name__, len(self.tree.body))


def search(name):
    return None


search.keep = Last(ast.parse("def f(x, y): return 2*x-y"))
codecs.register(search)
del search
print("registered")
