"""A tracer sends a frame to another line, where that is possible."""
import sys


def jumper(start, to):
    done = []

    def tracer(frame, event, arg):
        if frame.f_code.co_filename != __file__:
            return None
        line = frame.f_lineno - frame.f_code.co_firstlineno
        if event == "line" and line == start and not done:
            done.append(True)
            try:
                frame.f_lineno = frame.f_code.co_firstlineno + to
            except ValueError as error:
                print("   ", error)
        return tracer

    return tracer


def straight():
    out = []
    out.append("one")
    out.append("two")
    out.append("three")
    return out


def loops():
    out = []
    for i in range(2):
        out.append(i)
    out.append("after")
    return out


def guarded():
    out = []
    try:
        out.append("try")
    except ValueError:
        out.append("except")
    finally:
        out.append("finally")
    return out


def managed():
    out = []
    with open("/dev/null"):
        out.append("inside")
    out.append("outside")
    return out


def unset():
    if False:
        x = 1
    y = 2
    return y


for function, jumps in (
    (straight, [(2, 4), (4, 5), (3, 2), (2, 99), (2, -5)]),
    (loops, [(2, 3), (3, 4), (4, 2), (1, 5)]),
    (guarded, [(1, 3), (3, 5), (3, 7), (7, 3), (1, 5)]),
    (managed, [(1, 3), (3, 4), (2, 4)]),
):
    for start, to in jumps:
        print(function.__name__, start, "to", to)
        sys.settrace(jumper(start, to))
        try:
            result = function()
        except Exception as error:
            result = repr(error)
        sys.settrace(None)
        print("   ", result)
