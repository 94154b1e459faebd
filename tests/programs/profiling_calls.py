"""A profiler sees calls of Python functions and of natives, and how they end."""
import sys

log = []


def profiler(frame, event, arg):
    name = frame.f_code.co_name if event in ("call", "return") else arg.__qualname__
    result = f" {arg!r}" if event == "return" else ""
    log.append(f"{event} {name}{result}")


def square(x):
    return x * x


def natives():
    items = [3, 1, 2]
    items.sort()
    len(items)
    "a b".split()
    return sorted(items, key=square)


def failing():
    try:
        int("x")
    except ValueError:
        pass
    max(1)


class Shape:
    def __init__(self, side):
        self.side = side

    def area(self):
        return square(self.side)


def objects():
    shape = Shape(2)
    bound = shape.area
    return bound() + Shape.area(shape)


def generators():
    return list(x for x in (1, 2))


def starred():
    print(*["spread"], sep="")
    return square(*[3])


for function in (natives, failing, objects, generators, starred):
    log.clear()
    sys.setprofile(profiler)
    try:
        function()
    except TypeError as error:
        log.append(f"error {error}")
    sys.setprofile(None)
    print(function.__name__)
    for line in log:
        print("   ", line)


def broken(frame, event, arg):
    raise RuntimeError(f"profiler saw {event}")


sys.setprofile(broken)
try:
    square(2)
except RuntimeError as error:
    print(error, sys.getprofile())
