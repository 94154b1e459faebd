"""A cache that does not keep what it caches: WeakValueDictionary."""
import weakref


class Image:
    loads = 0

    def __init__(self, name):
        self.name = name
        Image.loads += 1


cache = weakref.WeakValueDictionary()


def load(name):
    image = cache.get(name)
    if image is None:
        image = cache[name] = Image(name)
    return image


a = load("a")
print(load("a") is a, Image.loads)
load("b")
print("b" in cache, sorted(cache), Image.loads)
b = load("b")
print(sorted((k, v.name) for k, v in cache.items()), Image.loads)
iterator = iter(cache.items())
print(next(iterator)[0])
del a
print(sorted(cache.keys()), len(cache))
print([k for k, _ in iterator], len(cache))
del iterator, b
print(len(cache), cache.pop("zzz", "nothing"))
keep = [load(n) for n in "xyz"]
cache.update(w=keep[0])
print(sorted(cache), len(cache.valuerefs()))
keep.clear()
print(len(cache))
