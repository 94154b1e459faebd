"""freeze() moves everything to a place that collections do not look at."""
import gc


class Node:
    def __del__(self):
        print("del")


gc.collect()
gc.disable()
node = Node()
node.self = node
del node
print(gc.get_freeze_count())
gc.freeze()
print(gc.get_freeze_count() > 0, gc.get_count()[1:])
print(gc.collect())
frozen = gc.get_freeze_count()
new = [[] for _ in range(5)]
print(gc.get_freeze_count() - frozen)
new.append(new)
del new
print(gc.collect())
gc.unfreeze()
print(gc.get_freeze_count())
print(gc.collect() > 0)
print(gc.collect())
