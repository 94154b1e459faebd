"""Frames choose what they are told of: lines, opcodes, or calls and returns only."""
import sys


def make(lines, opcodes):
    seen = []

    def tracer(frame, event, arg):
        frame.f_trace_lines = lines
        frame.f_trace_opcodes = opcodes
        seen.append(event if event != "opcode" else frame.f_lasti)
        return tracer

    return tracer, seen


def add(a, b):
    c = a + b
    return c


def loop(n):
    while n: n -= 1


for lines in (True, False):
    for opcodes in (True, False):
        for function, args in ((add, (1, 2)), (loop, (2,))):
            tracer, seen = make(lines, opcodes)
            sys.settrace(tracer)
            function(*args)
            sys.settrace(None)
            print(lines, opcodes, function.__name__, *seen)


def local(frame, event, arg):
    print("local", event, frame.f_lineno - frame.f_code.co_firstlineno)
    return local


def outer():
    sys._getframe().f_trace = local
    x = 1
    y = inner()
    return x + y


def inner():
    return 2


sys.settrace(lambda frame, event, arg: None)
print(outer())
sys.settrace(None)
print(inner())
