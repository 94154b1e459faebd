"""The youngest generation's counter while lists come and go."""
import gc

gc.collect()
start = gc.get_count()[0]
kept = []
for n in range(30):
    kept.append([n])
grown = gc.get_count()[0] - start
print("thirty lists:", grown)
del kept[10:]
print("twenty gone:", gc.get_count()[0] - start)
kept.clear()
print("all gone:", gc.get_count()[0] - start)
again = [[n] for n in range(5)]
print("five from the free list:", gc.get_count()[0] - start)
del again
print("and back:", gc.get_count()[0] - start)
