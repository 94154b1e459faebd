"""Async generators driven by hand: asend, athrow, aclose, anext with a default."""


class Pause:
    def __init__(self, tag):
        self.tag = tag

    def __await__(self):
        answer = yield self.tag
        return answer


def drive(coroutine, answers=()):
    answers = iter(answers)
    send = None
    while True:
        try:
            tag = coroutine.send(send)
        except StopIteration as stop:
            return stop.value
        send = next(answers, None)
        print("  waits for", tag, "and gets", send)


async def counter(limit):
    try:
        for i in range(limit):
            got = yield i
            if got:
                print("  got", got)
                await Pause(got)
    except ValueError as error:
        print("  error", error)
        yield "recovered"
    finally:
        print("  cleanup")


async def whole():
    return [x async for x in counter(3)]


async def by_hand():
    gen = counter(5)
    print(await anext(gen), await gen.asend("first"), await gen.asend(None))
    print(await gen.athrow(ValueError("stop")))
    try:
        await gen.__anext__()
    except StopAsyncIteration:
        print("ended")
    print(await anext(gen, "nothing left"))


async def closing():
    gen = counter(5)
    await anext(gen)
    await gen.aclose()
    await gen.aclose()
    return gen.ag_frame, gen.ag_running, gen.ag_await


print(drive(whole()))
drive(by_hand(), ["one", "two"])
print(drive(closing()))
