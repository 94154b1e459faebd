"""Generators and coroutines are told of when they go on and when they wait."""
import sys

log = []


def tracer(frame, event, arg):
    if frame.f_code.co_filename != __file__:
        return None
    if event != "line":
        arg = arg[0].__name__ if event == "exception" else arg if isinstance(arg, (str, int, tuple)) else type(arg).__name__
        log.append(f"{event}:{frame.f_code.co_name}:{arg}")
    return tracer


class Ready:
    def __await__(self):
        got = yield "waiting"
        return got


async def inner():
    return await Ready()


async def outer():
    try:
        return await inner()
    finally:
        log.append("cleanup")


def echo():
    try:
        while True:
            got = yield
            if got == "stop":
                return "done"
    except KeyError:
        yield "handled"


def delegate():
    result = yield from echo()
    yield result


async def ticker():
    for i in range(2):
        yield i


async def collect():
    return [i async for i in ticker()]


def run(coroutine, *values):
    try:
        for value in values:
            log.append(f"sent {value}: {coroutine.send(value)}")
        coroutine.close()
    except StopIteration as stop:
        log.append(f"result {stop.value}")


def session(make, *values):
    log.clear()
    sys.settrace(tracer)
    run(make(), *values)
    sys.settrace(None)
    print(make.__name__, len(log))
    for line in log:
        print("   ", line)


session(outer, None, 5)
session(outer, None)
session(delegate, None, 1, "stop", None)
session(collect, None)
log.clear()
g = echo()
next(g)
sys.settrace(tracer)
log.append(g.throw(KeyError("k")))
sys.settrace(None)
print(*log, sep="\n")
