"""Callbacks see the start and the stop of each collection, with a dict of facts."""
import gc


class Node:
    pass


def log(phase, info):
    print(phase, sorted(info.items()))


def failing(phase, info):
    if phase == "stop":
        raise ValueError("callbacks may fail")


gc.collect()
gc.disable()
gc.callbacks.append(log)
for generation in range(3):
    node = Node()
    node.self = node
    del node
    print("found", gc.collect(generation))
import sys

sys.unraisablehook = lambda args: print("ignored:", args.exc_value, args.err_msg)
gc.callbacks.append(failing)
gc.collect(0)
gc.callbacks.clear()
print(gc.collect())
