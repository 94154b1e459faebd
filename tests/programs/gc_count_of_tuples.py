"""Tuples come from free lists by length: the collector's counter shows which were fresh."""
import gc


def made(count, length):
    before = gc.get_count()[0]
    made = [tuple([n] * length) for n in range(count)]
    after = gc.get_count()[0]
    del made
    return after - before, gc.get_count()[0] - before


gc.collect()
print("pairs", made(10, 2))
print("pairs again", made(10, 2))
print("triples", made(10, 3))
print("triples again", made(12, 3))
print("long ones", made(5, 25))
print("long ones again", made(5, 25))
print("empty ones", made(5, 0))
gc.collect()
print("after a full collection", made(10, 2))
