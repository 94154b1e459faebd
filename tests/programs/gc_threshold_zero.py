"""A threshold of zero turns automatic collection off, and so does disable()."""
import gc

seen = []
gc.collect()
gc.callbacks.append(lambda phase, info: seen.append((phase, info["generation"])))
gc.set_threshold(0)
kept = [[n] for n in range(100)]
print(seen, gc.isenabled(), gc.get_threshold())
gc.set_threshold(5)
gc.disable()
kept += [[n] for n in range(100)]
print(seen, gc.isenabled(), gc.get_threshold())
gc.enable()
kept.append([1])
more = [[n] for n in range(3)]
print(seen)
gc.set_threshold(2000, 10, 10)
gc.callbacks.clear()
try:
    gc.set_threshold("x")
except TypeError as error:
    print(error)
try:
    gc.set_threshold(1, 2, 3, 4)
except TypeError as error:
    print(error)
try:
    gc.set_threshold(2**40)
except OverflowError as error:
    print(error)
