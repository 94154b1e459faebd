"""A finaliser gets hold of a function that the collector is just taking apart."""
import gc
import weakref


class LateFinalizer:
    __slots__ = ("ref",)

    def __del__(self):
        global func
        func = self.ref()


class Cyclic(tuple):
    __slots__ = ()

    def __del__(self):
        # A reference made before would have been cleared before the finalisers are called.
        self[1].ref = weakref.ref(self[0])
        global late
        del late


late = LateFinalizer()


def func():
    pass


cycle = tuple.__new__(Cyclic, (func, late))
func.__module__ = cycle
del func, cycle
print(gc.collect())
print(func is None or (func.__name__, func.__qualname__, func.__module__, func.__defaults__))
