"""Tracebacks taken apart: frames, lines, chains, with_traceback and what exceptions remember."""
import sys


def third(n):
    return 10 / n


def second(n):
    value = n * 1
    return third(value)


def first(n):
    try:
        return second(n)
    except ZeroDivisionError as error:
        error.add_note("noted in first")
        raise


def frames(error):
    tb = error.__traceback__
    while tb:
        yield tb.tb_frame.f_code.co_name, tb.tb_lineno, tb.tb_frame.f_lineno, tb.tb_lasti > 0
        tb = tb.tb_next


try:
    first(0)
except ZeroDivisionError as error:
    kept = error
    print(sys.exception() is error, sys.exc_info()[0].__name__, sys.exc_info()[2] is error.__traceback__)
print(list(frames(kept))[1:], kept.__notes__, sys.exception())
tb = kept.__traceback__
while tb.tb_next:
    tb = tb.tb_next
print(tb.tb_frame.f_locals, tb.tb_frame.f_back.f_code.co_name, tb.tb_frame.f_globals is globals())
fresh = ValueError("fresh").with_traceback(tb)
print(fresh.__traceback__ is tb, [name for name, *_ in frames(fresh)])
try:
    raise fresh
except ValueError as error:
    print([name for name, *_ in frames(error)])
kept.__traceback__ = None
print(list(frames(kept)))
for bad in (lambda: fresh.with_traceback(5), lambda: setattr(fresh, "__traceback__", 5), lambda: setattr(tb, "tb_next", 5), lambda: setattr(tb, "tb_lineno", 5), lambda: delattr(fresh, "__traceback__"), lambda: fresh.add_note(5), lambda: setattr(fresh, "__context__", 5)):
    try:
        bad()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)


def generator():
    yield 1
    raise LookupError("from the generator")


try:
    for _ in generator():
        pass
except LookupError as error:
    print([name for name, *_ in frames(error)], error.__traceback__.tb_next.tb_frame.f_back is None)
here = sys._getframe()
print(here.f_code.co_name, here.f_back, here.f_lineno == sys._getframe().f_lineno, type(here).__name__)
