"""A weak reference's callback comes after the finaliser, unless that brings the object back."""
import weakref


class Thing:
    def __init__(self, name, saves=False):
        self.name, self.saves = name, saves

    def __del__(self):
        print("finaliser", self.name)
        if self.saves:
            saved.append(self)


saved = []


def told(ref):
    print("callback", ref() is None)


thing = Thing("plain")
refs = [weakref.ref(thing, told), weakref.ref(thing, told)]
del thing
thing = Thing("saved", saves=True)
refs = [weakref.ref(thing, told), weakref.ref(thing)]
del thing
print(refs[0]() is saved[0], refs[1]() is saved[0])
saved.clear()
print([r() for r in refs])
