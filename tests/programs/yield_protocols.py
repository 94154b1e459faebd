"""Generators spoken to: send, throw, close, return values, delegation and their states."""


def chat():
    try:
        heard = yield "hello"
        while heard != "bye":
            try:
                heard = yield f"you said {heard}"
            except ValueError as error:
                heard = yield f"caught {error}"
        return "goodbye"
    finally:
        print("[cleanup]")


def wrapper():
    result = yield from chat()
    yield f"inner returned {result}"


for make in (chat, wrapper):
    g = make()
    print(next(g), g.send("a"), g.throw(ValueError("oops")), g.send("b"))
    try:
        print(g.send("bye"))
    except StopIteration as stop:
        print("stop", stop.value)
    print(g.gi_frame is None, g.gi_running, g.gi_suspended)
g = chat()
for action in (lambda: g.send(1), lambda: next(g), lambda: g.throw(KeyError("k")), lambda: next(g), lambda: g.close(), lambda: g.throw(ValueError)):
    try:
        print(action())
    except (TypeError, KeyError, StopIteration, ValueError) as error:
        print(type(error).__name__, error)
g = wrapper()
next(g)
g.close()
