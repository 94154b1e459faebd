"""get_objects by generation: survivors grow older."""
import gc


class Thing:
    pass


def where(thing):
    return [generation for generation in range(3) if thing in gc.get_objects(generation)]


gc.collect()
gc.disable()
thing = Thing()
print(where(thing))
gc.collect(0)
print(where(thing))
gc.collect(0)
print(where(thing))
gc.collect(1)
print(where(thing))
gc.collect()
print(where(thing))
print(thing in gc.get_objects(), thing in gc.get_objects(None))
for bad in (3, -1, 100):
    try:
        gc.get_objects(bad)
    except ValueError as error:
        print(error)
try:
    gc.get_objects("1")
except TypeError as error:
    print(error)
print(gc.get_objects(generation=0) is not gc.get_objects(generation=0))
