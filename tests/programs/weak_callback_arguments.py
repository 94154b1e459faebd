"""A callback gets its reference, dead by then, and may change what it likes."""
import weakref


class Thing:
    pass


seen = []


def remember(ref):
    seen.append((ref is reference, ref()))
    globals()["thing"] = Thing()


thing = Thing()
reference = weakref.ref(thing, remember)
print(reference.__callback__ is remember)
thing = None
print(seen, thing, reference.__callback__)
thing = Thing()
other = weakref.ref(thing, seen.append)
del thing
print(len(seen), seen[-1] is other)
thing = Thing()
short_lived = weakref.ref(thing, lambda ref: print("never called"))
del short_lived
del thing
print("done")
