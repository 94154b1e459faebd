"""Functions, methods, generators and frames as the collector counts them."""
import gc


class Counter:
    def step(self):
        return 1


def steps(limit):
    for n in range(limit):
        yield n


def count(make):
    before = gc.get_count()[0]
    things = [make() for _ in range(6)]
    alive = gc.get_count()[0]
    del things
    return alive - before, gc.get_count()[0] - before


gc.collect()
counter = Counter()
print("lambdas", count(lambda: lambda: 1))
print("bound methods", count(lambda: counter.step))
print("generators", count(lambda: steps(3)))
print("generator expressions", count(lambda: (n for n in "ab")))
print("list iterators", count(lambda: iter([1])))
print("ranges", count(lambda: iter(range(3))))
print("built-in methods", count(lambda: [].append))
print("slices", count(lambda: slice(1, 2)))
print("properties", count(property))
print("classes", count(lambda: type("Made", (), {})))
print("enumerations", count(lambda: enumerate("ab")))
print("maps", count(lambda: map(str, "ab")))
