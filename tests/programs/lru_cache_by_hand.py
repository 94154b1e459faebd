"""A least-recently-used cache as a dict in order, and as a decorator with statistics."""


class LRU:
    def __init__(self, size):
        self.size, self.data = size, {}
        self.hits = self.misses = 0

    def get(self, key, make):
        if key in self.data:
            self.hits += 1
            value = self.data.pop(key)
        else:
            self.misses += 1
            value = make(*key)
        self.data[key] = value
        if len(self.data) > self.size:
            oldest = next(iter(self.data))
            del self.data[oldest]
        return value

    def __repr__(self):
        return f"<LRU {list(self.data)} hits={self.hits} misses={self.misses}>"


def cached(size):
    def decorate(function):
        cache = LRU(size)

        def wrapper(*args):
            return cache.get(args, function)

        wrapper.cache = cache
        wrapper.__name__ = function.__name__
        wrapper.__wrapped__ = function
        return wrapper

    return decorate


@cached(size=3)
def slow(a, b=1):
    print("  computing", a, b)
    return a * 10 + b


for args in [(1,), (2,), (1,), (3,), (4,), (2,), (1, 5), (1, 5)]:
    print(args, slow(*args))
print(slow.cache, slow.__name__, slow.__wrapped__(9))


@cached(size=100)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(30), fib.cache.hits, fib.cache.misses)
