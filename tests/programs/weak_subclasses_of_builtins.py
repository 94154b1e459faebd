"""Subclasses of built-in types can be referred to weakly, most of them."""
import weakref


def subclass(base):
    return type("My" + base.__name__, (base,), {})


for base in (list, dict, set, frozenset, str, bytearray, float, complex, Exception, object):
    thing = subclass(base)()
    ref = weakref.ref(thing, lambda r: print("  dies"))
    print(base.__name__, ref() is thing, type(ref()).__name__)
    del thing
for base in (int, tuple, bytes):
    try:
        weakref.ref(subclass(base)())
        print(base.__name__, "works")
    except TypeError as error:
        print(error)
for thing in (1, "a", (), [], {}, None, object(), 1.5, range(3), iter([])):
    try:
        weakref.ref(thing)
    except TypeError as error:
        print(error)
