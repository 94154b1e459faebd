"""What a function holds dies with it, in a fixed order."""


class Part:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("  ", self.name)


def make():
    closed = Part("closed over")

    def function(a: Part("annotation") = Part("default"), *, k=Part("keyword default")):
        return closed

    function.attribute = Part("attribute")
    function.__doc__ = Part("doc")
    return function


function = make()
print("made")
del function
print("bound method")


class Thing:
    def method(self):
        pass


thing = Thing()
thing.part = Part("part of the instance")
method = thing.method
del thing
print("method holds the instance")
del method
slice_ = slice(Part("start"), Part("stop"), Part("step"))
del slice_
print("end")
