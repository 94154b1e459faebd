"""Generators: send, throw, close, yield from, and their attributes."""

import builtins
import gc

gc.disable()  # much of the library runs inside some calls: when that is collected is no affair of this program


def print(*args, **options):
    """Prints without the addresses, which differ."""
    texts = []
    for arg in args:
        head, *parts = str(arg).split(" at 0x")
        texts.append(head + "".join(" at ..." + part.lstrip("0123456789abcdef") for part in parts))
    builtins.print(*texts, **options)


def g():
    try:
        x = yield 1
        print("got", x)
        yield 2
    except ValueError as e:
        print("caught", e)
        yield 3
    finally:
        print("fin")
it = g()
print(next(it), it.send("hi"), it.throw(ValueError("v")))
print(next(it, "end"))
it = g(); next(it); it.close()
def outer():
    r = yield from inner()
    print("r", r)
    return r
def inner():
    try:
        yield "i1"
    except KeyError:
        yield "handled"
    return 42
o = outer()
print(next(o), o.gi_yieldfrom, o.throw(KeyError))
try: next(o)
except StopIteration as e: print("stop", e.value)
print(o.gi_frame, o.gi_running, o)
def bad():
    try: yield
    except GeneratorExit: yield 2
b = bad(); next(b)
try: b.close()
except RuntimeError as e: print(e)
try: g().send(1)
except TypeError as e: print(e)
def rec():
    next(me)
    yield
me = rec()
try: next(me)
except ValueError as e: print(e)
def stop():
    raise StopIteration("x")
    yield
try: next(stop())
except RuntimeError as e: print(e, repr(e.__cause__))
async def co(): return 5
c = co()
try: c.send(None)
except StopIteration as e: print(e.value)
try: c.send(None)
except RuntimeError as e: print(e)
print(co.__name__, c.cr_running, c.cr_frame)
g1 = (i*i for i in range(3))
print(list(g1), g1.__name__, g1.__qualname__)
for a in (1, "a", None):
    try: g().throw(a)
    except TypeError as e: print(e)
try: it.throw(ValueError, "msg")
except ValueError as e: print(repr(e))
gg = g(); next(gg)
print(gg.gi_frame.f_lineno, gg.gi_suspended, gg.gi_code.co_name, gg.gi_frame.f_locals)
