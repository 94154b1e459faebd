"""Fluent interfaces: a query over lists, a stream with lazy steps, and pipes with >>."""


class Stream:
    def __init__(self, source):
        self.source = source

    def map(self, f):
        return Stream(f(x) for x in self.source)

    def filter(self, f):
        return Stream(x for x in self.source if f(x))

    def take(self, n):
        return Stream(x for _, x in zip(range(n), self.source))

    def batch(self, n):
        def batches():
            items = []
            for x in self.source:
                items.append(x)
                if len(items) == n:
                    yield items
                    items = []
            if items:
                yield items

        return Stream(batches())

    def __iter__(self):
        return iter(self.source)

    def __rshift__(self, step):
        return step(self)

    def __or__(self, f):
        return self.map(f)


def naturals(n=0):
    while True:
        yield n
        n += 1


def total(stream):
    return sum(stream)


print(list(Stream(naturals()).map(lambda x: x * x).filter(lambda x: x % 2).take(4)))
print(Stream([1, 2, 3]) >> total, Stream("abcde").batch(2) >> list, list(Stream(range(3)) | str | (lambda s: s * 2)))
spy = []
lazy = Stream(naturals()).map(lambda x: spy.append(x) or x)
print(spy, next(iter(lazy)), spy, list(lazy.take(2)), spy)


class Query:
    def __init__(self, rows):
        self.rows, self.order = rows, None

    def where(self, **wanted):
        self.rows = [r for r in self.rows if all(r[k] == v for k, v in wanted.items())]
        return self

    def order_by(self, *keys):
        for key in reversed(keys):
            self.rows = sorted(self.rows, key=lambda r: r[key.lstrip("-")], reverse=key[0] == "-")
        return self

    def __getattr__(self, name):
        if name.startswith("get_"):
            return [r[name[4:]] for r in self.rows]
        raise AttributeError(f"no query step {name!r}")


ROWS = [{"n": 3, "k": "a"}, {"n": 1, "k": "b"}, {"n": 2, "k": "a"}, {"n": 3, "k": "b"}]
print(Query(ROWS).order_by("-n", "k").get_k, Query(ROWS).where(k="a").order_by("n").get_n)
try:
    Query(ROWS).limit(3)
except AttributeError as error:
    print(error)
try:
    Query(ROWS).order_by("missing")
except KeyError as error:
    print("no column", error)
