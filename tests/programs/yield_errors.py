"""Generators that misbehave: leaking StopIteration, running themselves, and what they return."""


def leaks():
    yield 1
    raise StopIteration("inside")


try:
    list(leaks())
except RuntimeError as error:
    print(error, repr(error.__cause__))


def reentrant():
    yield next(me)


me = reentrant()
try:
    next(me)
except ValueError as error:
    print(error)


def returns():
    return [(yield 1), (yield 2)]


g = returns()
print(next(g), g.send("x"))
try:
    g.send("y")
except StopIteration as stop:
    print(stop.value)
print([*map(lambda g: next(g, "empty"), (iter([]), iter("z")))])
