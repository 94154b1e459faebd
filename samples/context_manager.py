"""Watch __exit__ run on both ways out of a with block: the normal one and the exceptional one."""


class Door:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        print("open", self.name)
        return self

    def __exit__(self, kind, error, traceback):
        print("close", self.name, kind and kind.__name__)
        return kind is ValueError       # a true answer swallows the exception


with Door("front") as front, Door("back"):
    print("inside", front.name)

with Door("cellar"):
    print("before")
    raise ValueError("too dark")

print("still here")
try:
    with Door("attic"):
        raise KeyError("lost")
except KeyError as error:
    print("not swallowed:", error)
