"""What a coroutine shows of itself at each moment of its life."""
import sys


class Wait:
    def __await__(self):
        yield "waiting"
        return 5


async def inner():
    return await Wait()


async def outer():
    value = await inner()
    return value + 1


def show(c):
    print(c.cr_running, c.cr_suspended, c.cr_frame is None, type(c.cr_await).__name__, c.cr_code.co_name)


c = outer()
show(c)
print(c.__name__, c.__qualname__, type(c).__name__)
print(c.send(None))
show(c)
print(c.cr_await.cr_await.__class__.__name__)
try:
    c.send(None)
except StopIteration as stop:
    print("result", stop.value)
show(c)
try:
    c.send(None)
except RuntimeError as error:
    print(error)
c = outer()
try:
    c.send(1)
except TypeError as error:
    print(error)
c.__name__ = "renamed"
c.__qualname__ = "module.renamed"
print(repr(c).startswith("<coroutine object module.renamed at 0x"))
try:
    c.__name__ = 3
except TypeError as error:
    print(error)
c.close()
show(c)
wrapped = outer()
it = wrapped.__await__()
print(type(it).__name__, next(it))
try:
    it.throw(KeyError("k"))
except KeyError as error:
    print("threw", error)
for bad in (lambda: iter(outer), lambda: [*wrapped]):
    try:
        bad()
    except TypeError as error:
        print(error)
