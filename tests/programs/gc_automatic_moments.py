"""At which of many allocations the collector starts by itself."""
import gc

# Not watched: the observer makes objects, too.

kept = []
moments = []


def note(phase, info):
    if phase == "start":
        moments.append((len(kept), info["generation"]))


gc.collect()
gc.set_threshold(50, 2, 2)
gc.callbacks.append(note)
for n in range(400):
    kept.append([n])
gc.callbacks.remove(note)
gc.set_threshold(2000, 10, 10)
print(moments)
