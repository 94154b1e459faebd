"""Arguments in flight: who holds an object while a function runs."""
import sys


class Thing:
    def method(self):
        return sys.getrefcount(self)

    def __len__(self):
        print("in len", sys.getrefcount(self))
        return 1


def positional(x):
    return sys.getrefcount(x)


def star(*args):
    return sys.getrefcount(args[0])


def keywords(**kw):
    return sys.getrefcount(kw["x"])


def default(x=None):
    y = x
    return sys.getrefcount(x)


def nested(x):
    return positional(x)


thing = Thing()
print("positional", positional(thing))
print("star", star(thing), star(*[thing]))
print("keywords", keywords(x=thing), keywords(**{"x": thing}))
print("default", default(thing), default(x=thing))
print("nested", nested(thing))
print("method", thing.method(), Thing.method(thing))
bound = thing.method
print("bound", bound(), sys.getrefcount(thing))
len(thing)
print("lambda", (lambda x: sys.getrefcount(x))(thing))
print("fresh", positional(Thing()))
print("map", list(map(positional, [thing])))
print("afterwards", sys.getrefcount(thing))
