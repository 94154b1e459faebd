"""Instances with and without slots in the collector's counter."""
import gc


class Plain:
    def __init__(self, n):
        self.n = n


class Slotted:
    __slots__ = ("n",)

    def __init__(self, n):
        self.n = n


class Bare:
    __slots__ = ()


def count(make):
    before = gc.get_count()[0]
    things = [make(n) for n in range(7)]
    alive = gc.get_count()[0]
    del things
    return alive - before, gc.get_count()[0] - before


gc.collect()
print("plain", count(Plain), gc.is_tracked(Plain(1)))
print("slotted", count(Slotted), gc.is_tracked(Slotted(1)))
print("bare", count(lambda n: Bare()), gc.is_tracked(Bare()))
print("objects", count(lambda n: object()), gc.is_tracked(object()))
print("with dict", count(lambda n: vars(Plain(n))))
print("sets", count(lambda n: {n}))
print("frozen", count(lambda n: frozenset([n])))
print("strings", count(str))
