"""There is one plain weak reference for an object; those with callbacks are separate."""
import _weakref as weakref


class Thing:
    pass


class Ref(weakref.ref):
    pass


thing = Thing()
a = weakref.ref(thing)
b = weakref.ref(thing)
c = weakref.ref(thing, lambda r: print("callback c", r is c))
d = weakref.ref(thing, lambda r: print("callback d", r is d))
e = Ref(thing)
f = Ref(thing)
g = weakref.ref(thing, None)
print(a is b, a is c, c is d, e is f, a is e, g is a)
print(weakref.getweakrefcount(thing), [r is x for r, x in zip(weakref.getweakrefs(thing), (a, e, f, c, d))])
print(a == b, a == c, a == e, hash(a) == hash(c), a() is thing)
print(c.__callback__ is not None, a.__callback__)
del thing
print(a(), a == b, a == c, c == c, c.__callback__)
print(weakref.getweakrefcount(1), weakref.getweakrefs("x"))
