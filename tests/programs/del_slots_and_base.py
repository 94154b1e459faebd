"""Slots of a class die before those of its bases; the dict comes after them."""


class Part:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("  ", self.name)


class Base:
    __slots__ = ("b2", "b1")

    def __del__(self):
        print("base")


class Middle(Base):
    __slots__ = ("m",)


class Leaf(Middle):
    pass


leaf = Leaf()
leaf.attribute = Part("attribute")
leaf.b1 = Part("b1")
leaf.m = Part("m")
leaf.b2 = Part("b2")
del leaf
print("done")
