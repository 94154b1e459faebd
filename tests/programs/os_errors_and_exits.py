"""OSError and its kin by errno, SystemExit in its forms, KeyboardInterrupt, StopIteration values."""
for number in (1, 2, 4, 9, 13, 17, 20, 21, 32, 104, 110, 111):
    error = OSError(number, "text", "file.txt")
    print(type(error).__name__, error, error.errno, error.filename)
print(OSError("plain"), OSError().args, OSError(2, "a", "b", None, "c"), OSError(2, "only two").filename, repr(OSError(5, "x", "y")), isinstance(OSError(2, ""), FileNotFoundError), IOError is OSError)
error = FileNotFoundError(17, "odd")
print(type(error).__name__, error.errno, error.strerror, error)
for code in (None, 0, 3, "message", 2.5, [1]):
    try:
        raise SystemExit(code)
    except SystemExit as end:
        print(repr(end), end.code, end.args)
try:
    raise SystemExit("a", "b")
except SystemExit as end:
    print(end.code, end.args)


def generator():
    got = yield
    return got


g = generator()
next(g)
try:
    g.send({"value": 1})
except StopIteration as stop:
    print(stop.value, stop.args, repr(stop))
print(StopIteration().value, StopIteration(1, 2).value, StopAsyncIteration(1).args, KeyError("k"), str(KeyError("a", "b")), repr(KeyError()))
print(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), UnicodeEncodeError("ascii", "é", 0, 1, "no"), ImportError("m", name="n", path="p").name, ModuleNotFoundError("x").msg, NameError("n", name="z").name, AttributeError("a", name="b", obj=3).obj)
print(SyntaxError("m", ("f.py", 3, 5, "text")), repr(SyntaxError("m")), IndentationError("x").lineno, issubclass(BlockingIOError, OSError), BaseException("a", 1).args, Exception(*range(3)))
for bad in (lambda: OSError(1, 2, 3, 4, 5, 6), lambda: UnicodeDecodeError(), lambda: ImportError(bad=1), lambda: BaseException(x=1), lambda: ExceptionGroup("x"), lambda: SyntaxError("m", (1, 2))):
    try:
        print(repr(bad()))
    except TypeError as error:
        print(error)
