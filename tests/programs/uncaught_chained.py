"""Ends in an exception with a cause that has a context."""


def read(table, key):
    try:
        return table[key]
    except KeyError:
        return 1 / 0


def load():
    try:
        read({}, "k")
    except ZeroDivisionError as error:
        raise RuntimeError("cannot load") from error


print("before")
load()
