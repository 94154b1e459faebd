"""Asynchronous comprehensions of every kind, nested and filtered."""


class Count:
    def __init__(self, stop):
        self.at, self.stop = 0, stop

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.at >= self.stop:
            raise StopAsyncIteration
        self.at += 1
        return self.at


async def double(x):
    return x * 2


async def evens(stop):
    async for x in Count(stop):
        if x % 2 == 0:
            yield x


async def main():
    print([x async for x in Count(4)])
    print({x % 3 async for x in Count(7)})
    print({x: await double(x) async for x in Count(3)})
    print([await double(x) for x in (1, 2, 3)])
    print([(x, y) async for x in Count(2) async for y in Count(x)])
    print([x async for x in evens(9) if await double(x) > 8])
    gen = (await double(x) async for x in Count(3))
    print(type(gen).__name__, [x async for x in gen])
    print(sum([x async for x in Count(10) if x % 2]))
    async for x in evens(4):
        if x == 2:
            continue
        print("last", x)
        break
    else:
        print("never")
    async for x in Count(0):
        print("never")
    else:
        print("empty")


try:
    main().send(None)
except StopIteration:
    print("finished")
