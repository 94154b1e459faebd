"""gc.get_stats: collections and objects found, by generation."""
import gc


def cycles(count):
    for _ in range(count):
        a = []
        a.append(a)


def difference(before, after):
    return [{k: y[k] - x[k] for k in y} for x, y in zip(before, after)]


gc.collect()
gc.disable()
before = gc.get_stats()
cycles(5)
gc.collect(0)
cycles(3)
gc.collect(1)
gc.collect(2)
cycles(2)
gc.collect()
for row in difference(before, gc.get_stats()):
    print(row)
