"""Annotated assignment, with and without a value, in module, class and function."""
x: int = 3
y: "later"
(z): float = 1.5
items: list = []
print(x, z, __annotations__)


class Point:
    x: int
    y: int = 0
    names: dict[str, int] = {}


def move(point: Point, by: int = 1, *rest: str, fast: bool = False) -> Point:
    local: undefined = 3        # never evaluated
    return local


print(Point.__annotations__ == {"x": int, "y": int, "names": dict[str, int]}, Point.y)
print(sorted(move.__annotations__), move.__annotations__["return"] is Point)
print(move(Point()))
