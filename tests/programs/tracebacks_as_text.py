"""Tracebacks as text: frames, causes, notes."""
# Not watched: the library collects garbage while it is imported.
import traceback


def inner(n):
    return 1 // n


def outer(n):
    try:
        return inner(n)
    except ZeroDivisionError as error:
        error.add_note("while halving")
        raise ValueError("outer failed") from error


try:
    outer(0)
except ValueError as error:
    lines = traceback.format_exception(error)
    print([line.strip() for line in "".join(lines).splitlines() if not line.startswith("  ")])
    summary = traceback.extract_tb(error.__traceback__)
    print([(frame.name, frame.line) for frame in summary])
    print(traceback.format_exception_only(error.__cause__))
    captured = traceback.TracebackException.from_exception(error)
    print(captured.exc_type_str, len(captured.stack), captured.__cause__.__notes__)
