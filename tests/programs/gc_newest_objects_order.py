"""The youngest generation is in order of birth."""
import gc


class Thing:
    def __init__(self, name):
        self.name = name


gc.collect()
gc.disable()
things = [Thing(n) for n in range(5)]
late = [Thing("late")]
del things[2]
print([o.name for o in gc.get_objects(0) if isinstance(o, Thing)])
gc.collect(0)
more = Thing("more")
print([o.name for o in gc.get_objects(0) if isinstance(o, Thing)])
print([o.name for o in gc.get_objects(1) if isinstance(o, Thing)])
gc.collect(1)
print([o.name for o in gc.get_objects(1) if isinstance(o, Thing)])
print(things[0] in gc.get_objects(2), more in gc.get_objects(2))
