"""anext() with a default: the value, the default, and the steps between."""
import types


async def numbers():
    yield 1


class Counter:
    def __aiter__(self):
        return self

    def __anext__(self):
        async def one():
            return 7
        return one()


@types.coroutine
def pause():
    got = yield "paused"
    return got


class Slow(Counter):
    def __anext__(self):
        return pause()


async def main():
    g = numbers()
    print([await anext(g, "d"), await anext(g, "d"), await anext(g, "e")])
    print(await anext(Counter(), "d"), type(anext(Counter(), "d")).__name__)
    print(await anext(Slow(), "d"))


c = main()
try:
    print(c.send(None))
    c.send("resumed")
except StopIteration as e:
    print("ended", e.value)
