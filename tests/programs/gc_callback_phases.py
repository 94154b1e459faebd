"""What gc.callbacks are told, and in which order."""
import gc


def note(phase, info):
    log.append((phase, info["generation"], info["collected"], info["uncollectable"]))


def second(phase, info):
    log.append(phase[0])


class Node:
    pass


gc.collect()
gc.disable()
log = []
gc.callbacks.append(note)
gc.callbacks.append(second)
for generation in (0, 1, 2):
    a, b = Node(), Node()
    a.b, b.a = b, a
    del a, b
    print(gc.collect(generation), log)
    log.clear()
gc.callbacks.remove(second)
gc.collect()
gc.callbacks.remove(note)
gc.collect()
print(log)
