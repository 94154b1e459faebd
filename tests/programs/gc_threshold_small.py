"""With small thresholds collections come often: the callback logs each with its generation."""
import gc

log = []


def note(phase, info):
    if phase == "start":
        log.append(info["generation"])


gc.collect()
gc.callbacks.append(note)
gc.set_threshold(20, 3, 2)
kept = []
for n in range(300):
    kept.append([n])
gc.callbacks.remove(note)
gc.set_threshold(2000, 10, 10)
print(log[:14])
print(gc.get_threshold(), len(gc.callbacks))
