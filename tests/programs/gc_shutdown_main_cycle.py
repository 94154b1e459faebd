"""A cycle that only the main module holds is collected when the interpreter ends."""


class Cell:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("__del__ called:", self.name, "names still there:", "names" in globals())


names = [Cell("in a list")]
names.append(names)
ring = Cell("ring")
ring.link = ring
print("the end of the program")
