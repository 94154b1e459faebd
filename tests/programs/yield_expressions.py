"""yield as an expression in odd places."""


def f():
    x = (yield 1) + (yield 2)
    print("sum", x)
    print("list", [(yield 3), (yield 4)])
    y = yield
    yield f"{y}{(yield 5)}"
    z = lambda: (yield)
    yield type(z()).__name__
    yield (yield (yield "deep"))


g = f()
value = None
sent = 0
while True:
    try:
        value = g.send(sent if sent else None)
    except StopIteration:
        break
    sent += 10
    print("got", value)
print("done", sent)
