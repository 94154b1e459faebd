"""An exception holds its traceback, which holds frames, which hold locals."""
import sys


class Thing:
    pass


def fail(x):
    local = x
    raise ValueError(x)


thing = Thing()
print("before", sys.getrefcount(thing))
try:
    fail(thing)
except ValueError as error:
    print("handling", sys.getrefcount(thing), sys.getrefcount(error))
    kept = error
print("kept", sys.getrefcount(thing), sys.getrefcount(kept))
print("args", sys.getrefcount(kept.args))
frame = kept.__traceback__.tb_next.tb_frame
print("frame", sys.getrefcount(frame), sorted(frame.f_locals))
kept.__traceback__ = None
print("no traceback", sys.getrefcount(thing))
frame.clear()
print("frame cleared", sys.getrefcount(thing))
del frame
kept = None
print("all gone", sys.getrefcount(thing))
try:
    raise KeyError(thing) from ValueError(thing)
except KeyError as error:
    print("two exceptions", sys.getrefcount(thing))
print("after", sys.getrefcount(thing))
