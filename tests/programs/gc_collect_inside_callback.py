"""A collection does not start within another: collect() in a callback answers 0."""
import gc


class Node:
    def __del__(self):
        print("finaliser collects:", gc.collect())


def callback(phase, info):
    print(phase, "collects:", gc.collect(), gc.isenabled())


gc.collect()
gc.callbacks.append(callback)
node = Node()
node.self = node
del node
print("found", gc.collect())
gc.callbacks.remove(callback)
print("found", gc.collect())
