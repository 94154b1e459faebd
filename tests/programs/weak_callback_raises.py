"""What a callback raises is reported and goes no further."""
import sys
import weakref

sys.unraisablehook = lambda info: print("unraisable:", info.exc_type.__name__, info.exc_value)


class Thing:
    pass


def bad(ref):
    raise LookupError("callback failed")


thing = Thing()
refs = [weakref.ref(thing, bad), weakref.ref(thing, lambda r: print("fine")), weakref.ref(thing, bad)]
del thing
print("on we go", [r() for r in refs])
try:
    weakref.ref(3, bad)
except TypeError as error:
    print(error)
thing = Thing()
ref = weakref.ref(thing, 5)
del thing
print(ref())
