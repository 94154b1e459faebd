"""A context manager that keeps the collector off for a while."""
import gc
from contextlib import contextmanager


@contextmanager
def no_collections():
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


print(gc.isenabled())
with no_collections():
    print(gc.isenabled())
    with no_collections():
        print(gc.isenabled())
    print(gc.isenabled())
print(gc.isenabled())
try:
    with no_collections():
        raise ValueError
except ValueError:
    print("after an error", gc.isenabled())
print(gc.enable(), gc.disable(), gc.isenabled())
gc.enable()
