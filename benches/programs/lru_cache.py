"""A cache that forgets the least recently used: a doubly linked list with a dict, special methods."""


class Link:
    __slots__ = ("before", "after", "key", "value")

    def __init__(self, key=None, value=None):
        self.before = self
        self.after = self
        self.key = key
        self.value = value


class Cache:
    """The ring's root stands between the newest entry (before it) and the oldest (after it)."""

    def __init__(self, capacity):
        self.capacity = capacity
        self.links = {}
        self.root = Link()
        self.hits = 0
        self.misses = 0

    def __len__(self):
        return len(self.links)

    def __contains__(self, key):
        return key in self.links

    def __getitem__(self, key):
        link = self.links[key]
        self.cut(link)
        self.insert(link)
        return link.value

    def __setitem__(self, key, value):
        link = self.links.get(key)
        if link is not None:
            self.cut(link)
            link.value = value
        else:
            if len(self) >= self.capacity:
                self.forget()
            link = self.links[key] = Link(key, value)
        self.insert(link)

    def __iter__(self):
        link = self.root.after
        while link is not self.root:
            yield link.key
            link = link.after

    def cut(self, link):
        link.before.after = link.after
        link.after.before = link.before

    def insert(self, link):
        root = self.root
        newest = root.before
        newest.after = root.before = link
        link.before = newest
        link.after = root

    def forget(self):
        oldest = self.root.after
        self.cut(oldest)
        del self.links[oldest.key]

    def clear(self):
        """Takes the ring apart, so that nothing is left for the collector."""
        while self.links:
            self.forget()
        self.root.before = self.root.after = None


def cached(capacity):
    def decorate(function):
        cache = Cache(capacity)

        def wrapper(*args):
            if args in cache:
                cache.hits += 1
                return cache[args]
            cache.misses += 1
            result = cache[args] = function(*args)
            return result

        wrapper.cache = cache
        return wrapper

    return decorate


@cached(3000)
def distance(a, b):
    """The number of edits between two words."""
    if not a or not b:
        return len(a) + len(b)
    if a[0] == b[0]:
        return distance(a[1:], b[1:])
    return 1 + min(distance(a[1:], b), distance(a, b[1:]), distance(a[1:], b[1:]))


def simulate(cache, requests):
    state = 99
    for n in range(requests):
        state = (state * 1103515245 + 12345) % 2147483648
        key = (state >> 16) % 40 * ((state >> 9) % 40)
        if key in cache:
            cache.hits += 1
            cache[key] += 1
        else:
            cache.misses += 1
            cache[key] = n


def main(requests):
    cache = Cache(200)
    simulate(cache, requests)
    oldest = [key for _, key in zip(range(3), cache)]
    print(cache.hits, cache.misses, oldest)
    words = ["intention", "execution", "kitten", "sitting", "saturday", "sunday"]
    total = sum(distance(a, b) for a in words for b in words)
    print(total, distance.cache.hits, distance.cache.misses)
    cache.clear()


if __name__ == "__main__":
    main(650_000)
