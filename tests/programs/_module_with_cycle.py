"""Imported by gc_shutdown_module_cycle: a cycle that a module holds."""


class Cell:
    def __del__(self):
        print("__del__ called")


cells = [Cell()]
cells.append(cells)
