"""A tuple is tracked when it is new, and let go by the first collection that sees it is harmless."""
import gc

gc.collect()
numbers = tuple([1, 2, 3])
nested = tuple([numbers, "text"])
holding = tuple([[], 1])
deeper = tuple([holding])
print([gc.is_tracked(t) for t in (numbers, nested, holding, deeper)])
gc.collect(0)
print([gc.is_tracked(t) for t in (numbers, nested, holding, deeper)])
gc.collect(1)
print([gc.is_tracked(t) for t in (numbers, nested, holding, deeper)])
gc.collect()
print([gc.is_tracked(t) for t in (numbers, nested, holding, deeper)])
print([gc.is_tracked(t) for t in ((), (1,), tuple("ab"), (1, (2, 3)))])


class Pair(tuple):
    pass


pair = Pair((1, 2))
gc.collect()
print(gc.is_tracked(pair))
