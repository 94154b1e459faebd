"""Ends in an exception in a class body, from a decorator's call over several lines."""


def field(*, default, check):
    if not check(default):
        raise TypeError(f"bad default {default!r}")
    return default


class Form:
    name = field(default="x", check=str.isalpha)
    age = field(
        default=-1,
        check=lambda n: n >= 0,
    )


print("never")
