"""send, throw and close."""


def echo():
    received = []
    try:
        while True:
            try:
                received.append((yield len(received)))
            except ValueError as error:
                received.append(f"error {error}")
    finally:
        print("closing", received)


g = echo()
print(next(g), g.send("a"), g.send("b"), g.throw(ValueError("v")), g.send(None))
g.close()
g.close()
fresh = echo()
try:
    fresh.send(1)
except TypeError as error:
    print(error)
fresh.close()
h = echo()
next(h)
try:
    h.throw(KeyError("through"))
except KeyError as error:
    print("out", error)


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as error:
    print(error)


def recursive():
    yield next(r)


r = recursive()
try:
    next(r)
except ValueError as error:
    print(error)
