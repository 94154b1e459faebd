"""A generator's life: states, frames, errors thrown in, and its end."""
import sys


def steps():
    got = yield 1
    print("got", got)
    try:
        yield 2
    except ValueError as error:
        print("inside", error)
        yield 3
    finally:
        print("finally")
    return "value"


def state(g):
    frame = g.gi_frame
    where = None if frame is None else frame.f_lineno - g.gi_code.co_firstlineno
    return f"running {g.gi_running}, suspended {g.gi_suspended}, line {where}"


g = steps()
print(state(g), g.gi_yieldfrom)
try:
    g.send("early")
except TypeError as error:
    print(error)
print(next(g), state(g))
print(g.send("sent"), state(g))
print(g.throw(ValueError("thrown")), state(g))
try:
    next(g)
except StopIteration as stop:
    print("stopped with", stop.value, state(g))
print(list(g), g.close(), next(g, "default"))


def itself():
    yield "ready"
    yield next(me)


me = itself()
next(me)
try:
    next(me)
except ValueError as error:
    print(error)


def stubborn():
    try:
        yield
    except GeneratorExit:
        yield "no"


s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as error:
    print(error)


def stops():
    yield 1
    raise StopIteration("inner")


try:
    list(stops())
except RuntimeError as error:
    print(error, repr(error.__cause__))


def returns_on_close():
    try:
        yield 1
    except GeneratorExit:
        return "closed value"


r = returns_on_close()
next(r)
print(r.close(), r.close())
for error in (KeyError, KeyError("k")):
    fresh = steps()
    try:
        fresh.throw(error)
    except KeyError as caught:
        print(repr(caught), state(fresh))
for wrong in (5, int, "text"):
    try:
        steps().throw(wrong)
    except TypeError as error:
        print(error)


def chain(n):
    if n:
        yield from chain(n - 1)
    yield n


print(list(chain(5)), chain.__name__, chain(1).__qualname__)
try:
    (lambda: (yield))().__next__().missing
except AttributeError as error:
    print(error)
