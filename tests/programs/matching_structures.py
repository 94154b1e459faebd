"""Pattern matching on records, sequences, mappings and guards."""


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Circle:
    __match_args__ = ("centre", "radius")

    def __init__(self, centre, radius):
        self.centre, self.radius = centre, radius


class Wrong:
    __match_args__ = ("a", 5)
    a = 1


ZERO = 0


def describe(value):
    match value:
        case None | True | False:
            return f"constant {value}"
        case Point(0, 0):
            return "origin"
        case Point(x, 0) | Point(0, x) if x > 0:
            return f"on an axis at {x}"
        case Circle(Point(x=cx), radius=r) if r > cx:
            return f"circle over the axis, {cx} {r}"
        case Circle():
            return "circle"
        case int(n) | float(n) if n < ZERO:
            return f"negative {n}"
        case str() as text if text.isupper():
            return f"shouted {text}"
        case "quit" | "exit":
            return "end"
        case bytes(raw):
            return f"{len(raw)} bytes"
        case []:
            return "empty"
        case [only]:
            return f"one {only}"
        case [first, *_, last] if first == last:
            return f"from {first} and back"
        case (a, (b, c), *rest):
            return f"nested {a} {b} {c} {rest}"
        case {"kind": "move", "to": [x, y], **rest}:
            return f"move to {x},{y} {rest}"
        case {"kind": kind}:
            return f"some {kind}"
        case {}:
            return "mapping"
        case Point(y=y):
            return f"point at height {y}"
        case _:
            return "anything"


class Seq(list):
    pass


for value in (
    None, 0, -3, Point(0, 0), Point(0, 4), Point(1, 2), Circle(Point(1, 1), 2), Circle(Point(9, 9), 2), "HELLO", "quit",
    b"abc", [], (1, 2, 1), [1, (2, 3), 4, 5], Seq([7]), {"kind": "move", "to": (1, 2), "fast": 1}, {"kind": "stop"}, 3j,
):
    print(describe(value))
for subject, pattern in ((Wrong(), "Wrong(1, 2)"), (Point(1, 2), "Point(1, 2, 3)"), (Point(1, 2), "Point(1, x=2)"), (1, "ZERO()")):
    try:
        exec(f"match subject:\n    case {pattern}:\n        print('matched')")
    except TypeError as error:
        print(error)
