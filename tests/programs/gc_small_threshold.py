"""With a small threshold the collector starts often: how often, and what it finds."""
import gc

# Not watched: the observer makes objects, too.


class Cycle:
    def __init__(self):
        self.me = self


gc.collect()
gc.set_threshold(10, 3, 2)
print(gc.get_threshold())
runs = [0, 0, 0]


def count(phase, info):
    if phase == "start":
        runs[info["generation"]] += 1


gc.callbacks.append(count)
for _ in range(200):
    Cycle()
gc.callbacks.remove(count)
print(runs)
gc.set_threshold(0)
counts = gc.get_count()
for _ in range(50):
    Cycle()
print(gc.get_count()[0] > counts[0], gc.get_count()[1:] == counts[1:])
print(gc.collect() >= 50)
gc.set_threshold(2000, 10, 10)
