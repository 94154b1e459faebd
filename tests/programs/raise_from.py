"""raise from sets the cause; from None hides the context."""


def convert(text):
    try:
        return int(text)
    except ValueError as error:
        raise RuntimeError(f"bad number {text!r}") from error


try:
    convert("x")
except RuntimeError as error:
    print(error, "because", repr(error.__cause__))
    print(error.__cause__ is error.__context__, error.__suppress_context__)
try:
    try:
        [].pop()
    except IndexError:
        raise LookupError("hidden") from None
except LookupError as error:
    print(error, error.__cause__, repr(error.__context__), error.__suppress_context__)
try:
    raise ValueError from KeyError
except ValueError as error:
    print(repr(error.__cause__))
try:
    raise ValueError from 5
except TypeError as error:
    print(error)
