"""Attributes of an instance die in order of insertion, after its own __del__."""


class Part:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("  part", self.name)


class Whole:
    def __init__(self):
        self.first = Part("first")
        self.second = Part("second")
        self.third = Part("third")

    def __del__(self):
        print("whole")


class Slots:
    __slots__ = ("b", "a", "__dict__")

    def __init__(self):
        self.a = Part("slot a")
        self.z = Part("dict z")
        self.b = Part("slot b")

    def __del__(self):
        print("slots")


Whole()
Slots()
whole = Whole()
whole.second = Part("new second")
del whole.first
whole.first = Part("late first")
whole.extra = Part("extra")
del whole
print("end")
