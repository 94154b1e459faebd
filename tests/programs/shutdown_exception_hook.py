"""An error that ends the program leaves its objects to die afterwards."""


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def fail():
    local = Thing("local of the failing function")
    raise RuntimeError("the end")


kept = Thing("global")
fail()
