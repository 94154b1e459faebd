"""When objects die: rebinding, del, leaving a scope, exceptions, containers."""


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


a = Noisy("a")
a = Noisy("a2")
print("rebound")


def f():
    local = Noisy("local")
    Noisy("temporary")
    print("in f")


f()
items = [Noisy(1), Noisy(2)]
items[0] = None
print("replaced")
items.clear()
d = {"k": Noisy("value")}
d["k"] = 5


def g():
    inside = Noisy("in g")
    raise ValueError


try:
    g()
except ValueError as error:
    print("handling")
print("handled")
x = y = Noisy("shared")
del x
print("one left")
del y
del a
keep = Noisy("until exit")
