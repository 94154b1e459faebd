"""Objects grow old: which generation they are in after which collection."""
import gc

# Not watched: it goes through all objects.


class Old:
    pass


def where(thing):
    return [g for g in range(3) if any(o is thing for o in gc.get_objects(g))]


gc.collect()
gc.disable()
thing = Old()
print(where(thing))
gc.collect(0)
print(where(thing))
gc.collect(0)
print(where(thing))
gc.collect(1)
print(where(thing))
gc.collect()
print(where(thing))
fresh = Old()
print(where(fresh), where(thing))
