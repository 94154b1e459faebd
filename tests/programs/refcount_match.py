"""Counts around a match statement: its subject, captures and parts."""
from sys import getrefcount as count


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def look(subject):
    match subject:
        case Point(x, y=[first, *rest]):
            return "point", count(subject), count(x), count(first), count(rest)
        case {"key": value, **others}:
            return "dict", count(subject), count(value), count(others)
        case [a, b] as whole:
            return "pair", count(subject), count(a), count(whole)
        case _:
            return "other", count(subject)


thing = object()
print(look(Point(thing, [thing, thing, thing])))
print(look({"key": thing, "more": thing}))
print(look([thing, thing]))
print(look((thing, thing)))
print(look(thing), count(thing))
