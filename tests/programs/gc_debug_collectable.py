"""DEBUG_COLLECTABLE writes each object found to standard error; only the count is shown here."""
import gc

print(gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_SAVEALL, gc.DEBUG_LEAK)
gc.collect()
gc.set_debug(gc.DEBUG_UNCOLLECTABLE)
print(gc.get_debug())
cycle = [1]
cycle.append(cycle)
del cycle
print(gc.collect(), gc.garbage)
gc.set_debug(gc.DEBUG_LEAK & ~gc.DEBUG_COLLECTABLE)
print(gc.get_debug())
cycle = {}
cycle["self"] = cycle
del cycle
print(gc.collect(), [list(item) for item in gc.garbage])
gc.set_debug(0)
del gc.garbage[:]
print(gc.collect())
for bad in ("x", 1.5, None):
    try:
        gc.set_debug(bad)
    except TypeError as error:
        print(error)
