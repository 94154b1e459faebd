"""A class is in a cycle with its own parts: only the collector frees it."""
import gc
import weakref


def make(count):
    refs = []
    for n in range(count):
        cls = type(f"C{n}", (), {"method": lambda self: n})
        refs.append(weakref.ref(cls, lambda r: gone.append(1)))
    return refs


gc.collect()
gc.disable()
gone = []
refs = make(3)
print(sum(r() is not None for r in refs), gone)
print(gc.collect() > 0, [r() for r in refs], len(gone))


class Meta(type):
    def __del__(cls):
        print("class", cls.__name__, "goes")


class Made(metaclass=Meta):
    pass


instance = Made()
del Made
gc.collect()
print(type(instance).__name__)
del instance
gc.collect()
