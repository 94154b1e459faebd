"""Which allocations the collector's counter sees: freed lists and tuples come again uncounted."""
import gc

# Not watched: the observer makes objects, too.


class Plain:
    pass


gc.collect()
gc.disable()
start = gc.get_count()[0]


def grown():
    return gc.get_count()[0] - start


kept = [[] for _ in range(20)]
print(grown())
plain = [Plain() for _ in range(10)]
print(grown())
del plain
print(grown())
kept.clear()
print(grown())
again = [[] for _ in range(20)]
print(grown())
pairs = [(n, again) for n in range(10)]
print(grown())
functions = [lambda: n for n in range(5)]
print(grown())
