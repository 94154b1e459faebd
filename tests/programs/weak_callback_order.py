"""Callbacks of one object: the newest reference is told first."""
import _weakref as weakref


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, "refs alive:", sum(r() is not None for r in refs))


def callback(name):
    return lambda ref: print("callback", name, ref())


refs = []
thing = Thing("one")
refs = [weakref.ref(thing, callback(n)) for n in range(4)]
del refs[1]
print(weakref.getweakrefcount(thing))
del thing
refs.clear()


def fails(ref):
    raise ValueError("in a callback")


import sys

sys.unraisablehook = lambda args: print("ignored", args.exc_value, args.object is fails)
thing = Thing("two")
refs = [weakref.ref(thing, callback("a")), weakref.ref(thing, fails), weakref.ref(thing, callback("b"))]
thing = None
print("end")
