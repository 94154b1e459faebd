"""A subclass of ref that carries a key, as a weak mapping would use."""
import _weakref as weakref


class KeyedRef(weakref.ref):
    __slots__ = ("key",)

    def __new__(cls, target, callback, key):
        self = super().__new__(cls, target, callback)
        self.key = key
        return self

    def __init__(self, target, callback, key):
        super().__init__(target, callback)


class Cache:
    def __init__(self):
        self.data = {}

    def _remove(self, ref):
        print("removing", ref.key)
        del self.data[ref.key]

    def put(self, key, value):
        self.data[key] = KeyedRef(value, self._remove, key)

    def get(self, key):
        ref = self.data.get(key)
        return ref and ref()


class Page:
    pass


cache = Cache()
front, back = Page(), Page()
cache.put("front", front)
cache.put("back", back)
print(cache.get("front") is front, len(cache.data))
del front
print(cache.get("front"), sorted(cache.data))
back = None
print(cache.data)
