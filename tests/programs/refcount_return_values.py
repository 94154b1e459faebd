"""A returned object is held by the stack only until somebody takes it."""
import sys


class Thing:
    pass


def fresh():
    thing = Thing()
    print("in the function", sys.getrefcount(thing))
    return thing


print("argument only", sys.getrefcount(fresh()))
kept = fresh()
print("kept", sys.getrefcount(kept))


def passed(thing):
    return thing


print("passed", sys.getrefcount(passed(kept)))
print("conditional", sys.getrefcount(kept if kept else None))
print("subscript", sys.getrefcount([kept][0]))
print("again", sys.getrefcount(kept))
print("walrus", sys.getrefcount((other := kept)))
print("or", sys.getrefcount(None or kept))
print("star", *[sys.getrefcount(kept)])
