"""The names of the module, its constants and what its functions say of wrong arguments."""
import gc

print(sorted(name for name in dir(gc) if not name.startswith("__")))
print(type(gc.garbage), type(gc.callbacks), gc.garbage, gc.callbacks)
for name in ("DEBUG_STATS", "DEBUG_COLLECTABLE", "DEBUG_UNCOLLECTABLE", "DEBUG_SAVEALL", "DEBUG_LEAK"):
    print(name, getattr(gc, name))
for call in (
    lambda: gc.collect(5),
    lambda: gc.collect("x"),
    lambda: gc.collect(1, 2),
    lambda: gc.enable(1),
    lambda: gc.is_tracked(),
    lambda: gc.get_stats(1),
    lambda: gc.get_objects(0, 1),
    lambda: gc.set_debug(),
    lambda: gc.get_objects(generation=7),
):
    try:
        print(call())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
