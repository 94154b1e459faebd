"""Cycles through the containers of `collections` and through views."""
import collections
import gc
import weakref


class Anchor:
    pass


def in_deque(anchor):
    d = collections.deque([anchor])
    d.append(d)


def in_defaultdict(anchor):
    d = collections.defaultdict(list)
    d["d"].append(d)
    d["a"] = anchor


def in_ordered(anchor):
    d = collections.OrderedDict(a=anchor)
    d["d"] = d.values()


def in_set(anchor):
    anchor.all = {anchor}


def in_iterator(anchor):
    anchor.items = iter([anchor])


def in_bound(anchor):
    anchor.method = [].append
    anchor.method(anchor)
    anchor.method.__self__.append(anchor.method)


gc.collect()
gc.disable()
for make in (in_deque, in_defaultdict, in_ordered, in_set, in_iterator, in_bound):
    anchor = Anchor()
    ref = weakref.ref(anchor)
    make(anchor)
    del anchor
    alive = ref() is not None
    print(make.__name__, alive, gc.collect() > 0, ref())
