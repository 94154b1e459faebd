"""anext() with a default gives the value, then the default."""

async def numbers():
    yield 1


class Counter:
    def __aiter__(self):
        return self

    def __anext__(self):
        async def one():
            return 7
        return one()


async def main():
    g = numbers()
    print([await anext(g, "d"), await anext(g, "d"), await anext(g, "e")])
    print(await anext(Counter(), "d"), type(anext(Counter(), "d")).__name__)


c = main()
try:
    c.send(None)
except StopIteration as e:
    print("ended", e.value)
