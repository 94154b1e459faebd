"""Generators as a pipeline: sources, filters, tees, windows, and a coroutine sink."""
LOG = """10:01 web GET /index 200 512
10:02 db query 12
10:03 web GET /missing 404 90
broken
10:05 web POST /form 500 33
10:06 web GET /index 200 512"""


def lines(text):
    yield from text.splitlines()


def parsed(source):
    for number, line in enumerate(source, 1):
        match line.split():
            case [time, "web", verb, path, status, size]:
                yield {"at": time, "verb": verb, "path": path, "status": int(status), "size": int(size)}
            case [time, "db", *rest]:
                continue
            case _:
                print(f"line {number} skipped: {line!r}")


def where(source, **wanted):
    return (r for r in source if all(r[k] == v for k, v in wanted.items()))


def window(source, size):
    recent = []
    for item in source:
        recent.append(item)
        if len(recent) == size:
            yield tuple(recent)
            recent.pop(0)


def average():
    total = count = 0
    value = None
    while True:
        value = yield (total / count if count else None)
        if value is None:
            return total, count
        total += value
        count += 1


def delegating(results):
    while True:
        result = yield from average()
        results.append(result)


def take(n, source):
    for _, item in zip(range(n), source):
        yield item


def primes():
    def sieve(source):
        p = next(source)
        yield p
        yield from sieve(n for n in source if n % p)

    def numbers(n):
        while True:
            yield n
            n += 1

    return sieve(numbers(2))


print([r["path"] for r in where(parsed(lines(LOG)), verb="GET", status=200)])
print([sum(r["size"] for r in w) for w in window(parsed(lines(LOG)), 2)])
results = []
sink = delegating(results)
next(sink)
print([sink.send(x) for x in (10, 20, 60)], sink.send(None), sink.send(1), sink.gi_yieldfrom.__name__)
sink.close()
print(results, sink.gi_frame, sink.gi_yieldfrom)
print(list(take(8, primes())))


def flatten(items):
    for item in items:
        if isinstance(item, (list, tuple)):
            yield from flatten(item)
        else:
            yield item


def permutations(items):
    if not items:
        yield ()
    for i, item in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1 :]):
            yield (item, *rest)


print(list(flatten([1, [2, (3, [4])], [], 5])), ["".join(p) for p in permutations("abc")])
gen = (x * x for x in range(3))
print(gen.gi_code.co_name, next(gen), sum(gen), next(gen, "done"), gen.gi_running, type(gen).__name__)
