"""Structural pattern matching, as bytecode."""


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


def describe(thing):
    match thing:
        case Point(0, 0):
            return "the origin"
        case Point(x, 0) | Point(0, x):
            return f"on an axis, {x} away"
        case [first, *rest]:
            return f"a sequence: {first}, then {len(rest)} more"
        case {"name": str(name)}:
            return f"a mapping for {name}"
        case _:
            return "something else"


for thing in (Point(0, 0), Point(3, 0), [1, 2, 3], {"name": "Ada"}, 42):
    print(describe(thing))
