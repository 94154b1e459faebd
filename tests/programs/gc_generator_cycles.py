"""A generator in a cycle is closed by the collector."""
import gc


class Holder:
    pass


def numbers(holder):
    try:
        yield 1
        yield 2
    finally:
        print("closed", holder.name)


gc.collect()
gc.disable()
holder = Holder()
holder.name = "h"
holder.numbers = numbers(holder)
print(next(holder.numbers))
del holder
print("dropped")
print(gc.collect() > 0)
holder = Holder()
holder.name = "not begun"
holder.numbers = numbers(holder)
del holder
print(gc.collect() > 0)
