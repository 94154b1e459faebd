"""Exception objects: arguments, texts, attributes, error messages."""

def t(f, *a, **k):
    try:
        r = f(*a, **k)
        print(repr(r), str(r))
    except BaseException as e:
        print(type(e).__name__, "->", e)
t(OSError, 2, "No such file"); t(OSError, 2, "No such", "f.txt"); t(OSError, 13, "x", "a", None, "b"); t(OSError, "only"); t(OSError)
t(KeyError, "k"); t(KeyError, 1, 2); t(KeyError)
t(StopIteration, 1); print(StopIteration(1).value, StopIteration().value)
t(SystemExit, 3); print(SystemExit(3).code, SystemExit().code, SystemExit(1,2).code)
t(SyntaxError, "m", ("f.py", 1, 2, "text")); t(SyntaxError, "m"); t(SyntaxError); t(SyntaxError, "m", ("f", 1)); t(SyntaxError, "m", ("f",1,2,"t",3))
t(ImportError, "m", name="n", path="p"); t(ImportError, foo=1)
t(AttributeError, "m", name="n", obj=3); t(NameError, "m", name="q")
t(UnicodeDecodeError, "utf-8", b"abc\xff", 3, 4, "invalid"); t(UnicodeEncodeError, "ascii", "\xe9a", 0, 1, "ordinal"); t(UnicodeEncodeError, "ascii", "a\u1234b", 1, 3, "r"); t(UnicodeTranslateError, "ab", 0, 1, "r"); t(UnicodeDecodeError, 1)
t(ValueError, x=1); t(Exception, 1, 2); t(Exception)
e = Exception("a")
for name in ["__cause__", "__context__", "__traceback__"]:
    for v in (1, None, ValueError()):
        try: setattr(e, name, v); print(name, getattr(e, name), e.__suppress_context__)
        except TypeError as x: print(x)
    try: delattr(e, name)
    except TypeError as x: print(x)
e.args = [1, 2]; print(e.args, e)
try: e.add_note(1)
except TypeError as x: print(x)
e.add_note("n"); print(e.__notes__)
class E(Exception):
    def __init__(self, a, b): self.a = a
print(repr(E(1, 2)), E(1, 2).args)
class E2(KeyError): pass
print(str(E2("x")), repr(E2("x")))
print(BaseException.__mro__, FileNotFoundError.__mro__)
print(issubclass(TimeoutError, OSError), OSError is IOError)
print(e.with_traceback(None) is e)
o = OSError(2, "m", "f"); print(o.errno, o.strerror, o.filename, o.args, o.filename2)
print(isinstance(OSError(17, "x"), FileExistsError))
try:
    try: 1/0
    except ZeroDivisionError: raise ValueError("v")
except ValueError as v: print(repr(v.__context__), v.__cause__)
try: raise 3
except TypeError as x: print(x)
try: raise ValueError from 3
except TypeError as x: print(x)
try: raise int
except TypeError as x: print(x)
import sys
try: int("x")
except ValueError: print(sys.exc_info()[0], sys.exception())
print(sys.exc_info())
