"""A tracer sees calls, lines, returns and exceptions in their order."""
import sys

log = []


def tracer(frame, event, arg):
    what = arg[0].__name__ if event == "exception" else arg
    log.append((event, frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, what))
    return tracer


def absolute(x):
    if x < 0:
        x = -x
    return x


def risky(d):
    try:
        return d["k"]
    except KeyError:
        return "none"
    finally:
        d["seen"] = True


def numbers(n):
    for i in range(n):
        yield i


def total():
    return sum(n * 2 for n in numbers(2))


def fails():
    numbers(0)
    raise ValueError("x")


def traced(function, *args):
    log.clear()
    sys.settrace(tracer)
    try:
        function(*args)
    except ValueError as error:
        print("raised", error)
    finally:
        sys.settrace(None)
    print(function.__name__)
    for entry in log:
        print("   ", *entry)


traced(absolute, -1)
traced(risky, {})
traced(risky, {"k": 1})
traced(total)
traced(fails)
traced(lambda: [x for x in range(2)])
print(sys.gettrace())
