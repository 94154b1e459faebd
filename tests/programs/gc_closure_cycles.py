"""A closure that refers to itself."""
import gc
import weakref


def counter():
    def step(n):
        return n if n == 0 else step(n - 1)

    return step


gc.collect()
gc.disable()
step = counter()
print(step(3), step.__closure__[0].cell_contents is step)
ref = weakref.ref(step)
del step
print(ref() is None)
print(gc.collect(), ref() is None)
step = counter()
ref = weakref.ref(step)
step.__closure__[0].cell_contents = None
del step
print(ref() is None, gc.collect())
