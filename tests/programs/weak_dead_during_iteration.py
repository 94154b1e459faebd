"""A weak reference may die between two looks at it."""
import weakref


class Thing:
    def __init__(self, n):
        self.n = n


things = [Thing(n) for n in range(5)]
refs = [weakref.ref(thing) for thing in things]
for n, ref in enumerate(refs):
    things[:] = things[1:]
    thing = ref()
    print(n, thing and thing.n, sum(r() is not None for r in refs))
del thing
print([r() for r in refs], things)
ref = weakref.ref(Thing(9))
print(ref())
print(weakref.ref(Thing(1))() is None)
held = Thing(2)
ref = weakref.ref(held)
print(ref() is held, ref().n, weakref.getweakrefcount(held))
