"""The traceback keeps the frame, and the frame its locals, until the exception goes."""
import sys


class T:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def fails():
    inner = T("local of fails")
    raise ValueError("no")


try:
    fails()
except ValueError as error:
    print("caught", error)
    kept = error
print("kept")
kept.__traceback__ = None
print("no traceback")
del kept
try:
    fails()
except ValueError:
    print("without a name")
print("after")
try:
    try:
        fails()
    except ValueError:
        other = T("in handler")
        raise KeyError("second")
except KeyError as error:
    print(type(error.__context__).__name__)
print("end", sys.exception())
