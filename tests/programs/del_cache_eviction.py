"""A cache of open handles: the oldest is closed when a new one needs its place."""
from collections import OrderedDict


class Handle:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("close", self.name)


class Cache:
    def __init__(self, size):
        self.size = size
        self.entries = OrderedDict()

    def get(self, name):
        if name in self.entries:
            self.entries.move_to_end(name)
            return self.entries[name]
        handle = self.entries[name] = Handle(name)
        if len(self.entries) > self.size:
            self.entries.popitem(last=False)
        return handle


cache = Cache(2)
for name in "abacab":
    print("get", cache.get(name).name)
held = cache.get("a")
cache.entries.clear()
print("cleared")
held = None
print("end")
