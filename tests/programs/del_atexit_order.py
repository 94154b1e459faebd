"""Exit functions run last registered first; then the objects of the program die."""
import atexit
import _weakref as weakref


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def goodbye(name, *, loud=False):
    print("goodbye", name.upper() if loud else name)


thing = Thing("global")
atexit.register(goodbye, "first")
atexit.register(goodbye, "second", loud=True)


@atexit.register
def decorated():
    print("decorated", thing.name)


reference = weakref.ref(thing, lambda ref: print("callback at exit"))
atexit.unregister(len)
print("end")
