"""Generators that misbehave: ignoring GeneratorExit, leaking StopIteration, running themselves."""


def stubborn():
    while True:
        try:
            yield
        except GeneratorExit:
            print("not yet")


g = stubborn()
next(g)
try:
    g.close()
except RuntimeError as error:
    print(error)
try:
    g.throw(TypeError, "out")
except TypeError as error:
    print("out", error)


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
