"""Collections of a generation count in the next one: get_count in three columns."""
import gc

gc.collect()
print([gc.get_count()[1:]])
for n in range(4):
    gc.collect(0)
    print(n, gc.get_count()[1:])
for n in range(3):
    gc.collect(1)
    print(n, gc.get_count()[1:])
gc.collect(0)
gc.collect(0)
print(gc.get_count()[1:])
gc.collect(2)
print(gc.get_count()[1:])
for bad in (3, -1, "0", None, 1.0):
    try:
        gc.collect(bad)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print(gc.collect(generation=1))
