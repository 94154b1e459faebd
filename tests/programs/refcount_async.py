"""Counts in coroutines and async generators."""
from sys import getrefcount as count


async def numbers(thing):
    for n in range(2):
        yield n, count(thing)


async def use(thing):
    seen = [pair async for pair in numbers(thing)]
    return seen, count(thing)


def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value


thing = object()
base = count(thing)
coroutine = use(thing)
print(count(thing) - base, count(coroutine))
print(run(coroutine))
print(count(thing) - base)
del coroutine
print(count(thing) - base)
generator = numbers(thing)
step = generator.__anext__()
print(count(generator), count(thing) - base)
print(run(step), count(generator))
del step, generator
print(count(thing) - base)
