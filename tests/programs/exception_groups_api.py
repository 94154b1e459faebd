"""Exception groups: split, derive, except*, and how they are printed."""

import gc
import sys

gc.disable()  # much of the library runs inside some calls: when that is collected is no affair of this program
eg = ExceptionGroup("top", [ValueError(1), TypeError("t"), ExceptionGroup("in", [KeyError("k"), ValueError(2)])])
print(repr(eg), str(eg), eg.message, eg.exceptions)
print(eg.split(ValueError))
print(eg.subgroup(lambda e: isinstance(e, KeyError)))
print(eg.derive([OSError(2, "x")]))
try:
    raise eg
except* ValueError as e:
    print("VE", repr(e))
except* TypeError as e:
    print("TE", repr(e))
except* KeyError as e:
    print("KE", repr(e))
try:
    try:
        raise eg
    except* ValueError:
        raise RuntimeError("new")
except BaseException as e:
    sys.excepthook(type(e), e, e.__traceback__)
try:
    try:
        raise eg
    except* ValueError:
        raise
except BaseException as e:
    print(repr(e))
for a in [("m",), ("m", []), (1, [ValueError()]), ("m", [1]), ("m", 3), ("m", [KeyboardInterrupt()])]:
    try: print(repr(ExceptionGroup(*a)))
    except Exception as e: print(type(e).__name__, e)
print(type(BaseExceptionGroup("x", [ValueError()])), type(BaseExceptionGroup("x", [KeyboardInterrupt()])))
try:
    raise ValueError("naked")
except* ValueError as e:
    print(repr(e))
def f(n):
    raise ValueError(n)
l = []
for i in range(18):
    try: f(i)
    except ValueError as e: l.append(e)
eg = ExceptionGroup("many", l)
eg.add_note("note")
raise eg
