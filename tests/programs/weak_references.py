"""Weak references: identity, callbacks, death by count and by collection."""

import _weakref, sys, gc
class A: pass
a = A()
r = _weakref.ref(a); r2 = _weakref.ref(a)
print(r is r2, r() is a, _weakref.getweakrefcount(a), a.__weakref__ is r, r == r2, hash(r) == hash(a))
log = []
c = _weakref.ref(a, lambda w: log.append(w() is None)); d = _weakref.ref(a, lambda w: log.append("d"))
print(_weakref.getweakrefcount(a), c == r)
del a
print(r(), log, repr(r).endswith("; dead>"))
try: _weakref.ref(1)
except TypeError as e: print(e)
b = A(); b.me = b; w = _weakref.ref(b, lambda w: log.append("cycle"))
del b
print(w() is not None, gc.collect(), w(), log)
print(sys.implementation.name)
class K(_weakref.ref): pass
a = A(); k = K(a); print(type(k).__name__, k() is a)
import time
print(type(time.time()), type(time.perf_counter_ns())); time.sleep(0)
print(type(1, ) , A.__weakref__)
