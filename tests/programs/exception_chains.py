"""Causes, contexts, notes and what suppresses them, seen from inside."""


def chain(error):
    while error:
        link = "cause" if error.__cause__ else "context"
        print(f"  {type(error).__name__}({error}) suppress={error.__suppress_context__} next by {link}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def level0():
    return {}["missing"]


def level1():
    try:
        level0()
    except KeyError as error:
        error.add_note("while looking for a setting")
        raise ValueError("bad setting") from error


def level2(quiet):
    try:
        level1()
    except ValueError:
        if quiet:
            raise RuntimeError("quiet") from None
        raise RuntimeError("loud")


for quiet in (True, False):
    try:
        level2(quiet)
    except RuntimeError as error:
        chain(error)
        inner = error.__context__.__cause__
        print(inner.__notes__)

try:
    try:
        1 / 0
    except ZeroDivisionError as first:
        try:
            raise TypeError("second")
        finally:
            print("context here:", first.__context__)
except TypeError as error:
    chain(error)

try:
    try:
        raise KeyError("a")
    finally:
        raise IndexError("b")
except IndexError as error:
    chain(error)

a, b = ValueError("a"), ValueError("b")
a.__context__ = b
try:
    raise b
except ValueError as error:
    try:
        raise a
    except ValueError as again:
        print(again is a, again.__context__ is b, b.__context__)
for assign in ("x", 3):
    try:
        a.__cause__ = assign
    except TypeError as error:
        print(error)
a.__cause__ = b
print(a.__suppress_context__)
