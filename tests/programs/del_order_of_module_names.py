"""What a program leaves in its namespace dies at its end in the order of the names."""


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


zebra = Thing("zebra")
apple = Thing("apple")
_hidden = Thing("hidden")
__dunder__ = Thing("dunder")
_second = Thing("second hidden")
items = [Thing("in a list")]
zebra = Thing("new zebra")
del apple
apple = Thing("late apple")
print("the end")
