"""Who refers to an object, as gc.get_referrers finds it."""
import gc


class Holder:
    pass


def kinds(thing, own):
    found = [r for r in gc.get_referrers(thing) if r is not own]
    return sorted(type(r).__name__ for r in found)


gc.collect()  # where the program's own namespace stands among the generations is its own affair
own = globals()
thing = ["the thing"]
print(kinds(thing, own))
a_list = [thing]
a_tuple = (thing, 1)
a_dict = {"key": thing}
print(kinds(thing, own))
holder = Holder()
holder.attribute = thing
print(kinds(thing, own))
closure = lambda default=thing: default
cell = (lambda x: lambda: x)(thing).__closure__[0]
print(kinds(thing, own))
del a_list, a_tuple, a_dict
print(kinds(thing, own))
del holder, closure, cell
print(kinds(thing, own))
print(gc.get_referrers(), own in gc.get_referrers(thing))
