"""Async generators used wrongly, and what they say."""


async def numbers():
    yield 1
    yield 2


async def stubborn():
    while True:
        try:
            yield "again"
        except GeneratorExit:
            yield "no"


async def returns_early():
    yield 1
    return


def step(awaitable):
    try:
        awaitable.send(None)
        print("suspended")
    except StopIteration as stop:
        print("value", stop.value)
    except (StopAsyncIteration, RuntimeError, TypeError, ValueError) as error:
        print(type(error).__name__, error)


gen = numbers()
first = gen.__anext__()
step(first)
step(first)
step(gen.asend("ignored"))
step(gen.__anext__())
step(gen.__anext__())
step(gen.athrow(ValueError("late")))

gen = numbers()
early = gen.asend("too early")
step(early)

gen = stubborn()
step(gen.__anext__())
step(gen.aclose())

gen = numbers()
closing = gen.aclose()
step(closing)
step(closing)
step(gen.__anext__())

gen = returns_early()
step(gen.__anext__())
step(gen.__anext__())
for call in (lambda: anext(3), lambda: aiter([])):
    try:
        print(call())
    except TypeError as error:
        print(error)
last = gen.aclose()
print(type(last).__name__, last.close(), hasattr(gen, "__next__"), hasattr(gen, "__anext__"))
