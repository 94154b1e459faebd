"""An exception in __del__ is reported and ignored."""
import sys


class Bad:
    def __del__(self):
        raise RuntimeError("in del")


class Worse:
    def __del__(self):
        return 1 / 0


def hook(args):
    print("hook:", args.exc_type.__name__, args.exc_value, args.err_msg, args.object.__qualname__)


sys.unraisablehook = hook
Bad()
worse = Worse()
worse = None
cycle = [Bad()]
cycle.append(cycle)
del cycle
import gc

print(gc.collect())


def generator():
    try:
        yield 1
    finally:
        raise KeyError("in finally")


stopped = generator()
next(stopped)
del stopped
sys.unraisablehook = sys.__unraisablehook__
print("done")
