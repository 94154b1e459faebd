"""async with, async for and what happens when they fail, without any event loop."""


def run(coroutine):
    steps = []
    try:
        while True:
            steps.append(coroutine.send(None))
    except StopIteration as stop:
        return stop.value, steps


class Pause:
    def __init__(self, name):
        self.name = name

    def __await__(self):
        yield self.name
        return len(self.name)


class Resource:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    async def __aenter__(self):
        await Pause("open " + self.name)
        return self

    async def __aexit__(self, kind, value, tb):
        await Pause("close " + self.name)
        return self.swallow and kind is ValueError


class Countdown:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        await Pause(f"tick {self.n}")
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


async def nested():
    async with Resource("a") as a, Resource("b", swallow=True):
        raise ValueError(a.name)
    return "swallowed"


async def loops():
    out = []
    async for n in Countdown(2):
        out.append(n)
    else:
        out.append("else")
    async for n in Countdown(3):
        if n == 1:
            break
        out.append(n)
    return out


async def comprehensions():
    squares = {n: n * n async for n in Countdown(3) if n}
    waits = [await Pause("x" * n) for n in (1, 2)]
    return squares, waits, [n async for n in agen()]


async def agen():
    try:
        for i in range(2):
            yield i + await Pause("in")
    finally:
        await Pause("finally")


async def failing():
    try:
        async with Resource("c"):
            async for n in Countdown(1):
                raise KeyError(n)
    except KeyError as error:
        return f"caught {error!r}"


async def wrong(kind):
    if kind == "with":
        async with 5:
            pass
    elif kind == "for":
        async for _ in [1]:
            pass
    else:
        await 5


for make in (nested, loops, comprehensions, failing):
    print(make.__name__, *run(make()))
for kind in ("with", "for", "await"):
    try:
        run(wrong(kind))
    except TypeError as error:
        print(error)
