"""A tracer that raises is taken away; its error reaches the program."""
import sys


def bad_call(frame, event, arg):
    raise RuntimeError(f"no {event}")


def bad_line(frame, event, arg):
    if event == "line":
        raise RuntimeError("no line")
    return bad_line


def bad_return(frame, event, arg):
    if event == "return":
        raise RuntimeError(f"no return of {arg}")
    return bad_return


def bad_exception(frame, event, arg):
    if event == "exception":
        raise RuntimeError("instead of " + arg[0].__name__)
    return bad_exception


def work():
    value = 1
    return value + 1


def stumble():
    return {}["missing"]


for tracer in (bad_call, bad_line, bad_return, bad_exception):
    for function in (work, stumble):
        sys.settrace(tracer)
        try:
            result = function()
        except Exception as error:
            result = f"{type(error).__name__}: {error}"
        print(tracer.__name__, function.__name__, result, sys.gettrace() is tracer)
        sys.settrace(None)
for value in (1, "tracer"):
    sys.settrace(value)
    try:
        work()
    except TypeError as error:
        print(error)
    print(sys.gettrace())
frame = sys._getframe()
for name, value in [("f_trace_lines", 1), ("f_trace_opcodes", "yes"), ("f_lineno", 3), ("f_lineno", None)]:
    try:
        setattr(frame, name, value)
    except (TypeError, ValueError, AttributeError) as error:
        print(name, type(error).__name__, error)
print(frame.f_trace_lines, frame.f_trace_opcodes, frame.f_trace)
