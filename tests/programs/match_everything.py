"""Every kind of pattern, with guards, captures and what falls through."""


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Circle:
    def __init__(self, centre, radius):
        self.centre, self.radius = centre, radius


class Colour:
    RED = "red"
    BLUE = "blue"


def describe(value):
    match value:
        case None:
            return "nothing"
        case True | False:
            return f"truth {value}"
        case 0 | 0.0:
            return "zero"
        case -1:
            return "minus one"
        case 1 + 2j:
            return "complex"
        case int(n) if n > 100:
            return f"big {n}"
        case int() | float():
            return f"number {value}"
        case Colour.RED | Colour.BLUE as colour:
            return f"colour {colour}"
        case str(text) if not text:
            return "empty text"
        case "a" "b":
            return "joined"
        case str():
            return f"text {value!r}"
        case b"x":
            return "bytes"
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y):
            return f"on the axis at {y}"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Circle(centre=Point(cx, _), radius=int(r)):
            return f"circle at {cx} of {r}"
        case []:
            return "empty sequence"
        case [x]:
            return f"one {x}"
        case [first, *_, last] if first == last:
            return f"same ends {first}"
        case [[a, b], *rest]:
            return f"nested {a} {b} {rest}"
        case (a, *rest):
            return f"many {a} then {rest}"
        case {"kind": "member", "name": str(name), **others}:
            return f"user {name} and {others}"
        case {"kind": kind}:
            return f"kind {kind}"
        case {}:
            return f"mapping of {len(value)}"
        case _:
            return f"other {type(value).__name__}"


VALUES = [
    None, True, 0, -1, 1 + 2j, 1000, 7, 2.5, "red", "", "ab", "word", b"x", b"y",
    Point(0, 0), Point(0, 4), Point(3, 3), Point(1, 2), Circle(Point(5, 6), 2), Circle(1, 2),
    [], [9], [1, 2, 1], [(1, 2), 3], range(3), {"kind": "member", "name": "n", "age": 3},
    {"kind": "member"}, {}, {"z": 1}, {1, 2}, (1, [2, 3]),
]
for value in VALUES:
    shown = type(value).__name__ if isinstance(value, (Point, Circle)) else repr(value)
    print(f"{shown:45} {describe(value)}")


class Bad:
    __match_args__ = ("a", "b")


for body in ("case Bad(1, 2, 3): pass", "case Bad(1, a=2): pass", "case int(1, 2): pass"):
    try:
        exec(f"match Bad() if 'Bad' in {body!r} else 1:\n {body}")
        print("no match, no error")
    except TypeError as error:
        print(error)
