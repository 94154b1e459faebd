"""A class body runs as code: loops, conditions, nested classes, and names that stay out."""
size = 3


class Grid:
    """The class's docstring."""
    size = size + 1
    cells = [[0] * 2 for _ in range(2)]
    for i in range(2):
        cells[i][i] = size
    del i
    if size > 3:
        big = True
    else:
        small = True

    class Inner:
        depth = 2

        def where(self):
            return __class__.__qualname__

    def where(self):
        return Grid.Inner().where()


print(Grid.size, Grid.cells, Grid.big, hasattr(Grid, "small"), hasattr(Grid, "i"))
print(Grid.__name__, Grid.__doc__, Grid.__module__, Grid.Inner.__qualname__)
print(Grid().where(), Grid.where.__qualname__)
print([n for n in vars(Grid) if not n.startswith("__")])
