"""Cells, closures and defaults hold what they close over."""
import sys


class Thing:
    pass


def make(x):
    def read():
        return x

    print("inside", sys.getrefcount(x))
    return read


thing = Thing()
reader = make(thing)
print("closed over", sys.getrefcount(thing))
second = make(thing)
print("twice", sys.getrefcount(thing))
print("cell", sys.getrefcount(reader.__closure__[0]), sys.getrefcount(reader.__closure__))
del reader
print("one gone", sys.getrefcount(thing))
functions = [lambda x=thing: x for _ in range(3)]
print("defaults", sys.getrefcount(thing))
del functions, second
print("free", sys.getrefcount(thing))


def counter():
    total = Thing()

    def add():
        nonlocal total
        total = Thing()
        return sys.getrefcount(total)

    return add


add = counter()
print(add(), add())
