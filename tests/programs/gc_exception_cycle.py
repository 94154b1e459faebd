"""An exception kept in a local of a frame that its traceback holds: a cycle."""
import gc
import sys


class Thing:
    def __del__(self):
        print("del")


def keep():
    thing = Thing()
    try:
        raise ValueError("no")
    except ValueError as error:
        kept = error
    return "kept"


def forget():
    thing = Thing()
    try:
        raise ValueError("no")
    except ValueError as error:
        kept = error
    finally:
        kept = None
    return "forgotten"


gc.collect()
gc.disable()
print(keep())
print("before the collection")
print(gc.collect())
print(forget())
print("nothing is left:", gc.collect())
