"""The way of an exception, told by sys.monitoring: raised, passed on, handled."""
import sys

mon = sys.monitoring
E = mon.events
NAMES = ("RAISE", "RERAISE", "EXCEPTION_HANDLED", "PY_UNWIND", "PY_THROW", "STOP_ITERATION")
log = []
mine = ()


def listen(name):
    def callback(code, offset, exception):
        if code.co_name in mine:
            log.append(f"{name} {code.co_name} {type(exception).__name__}({exception}) tb {exception.__traceback__ is not None}")

    mon.register_callback(1, getattr(E, name), callback)


def deep(n):
    if n == 0:
        raise ValueError("bottom")
    deep(n - 1)


def handled():
    try:
        deep(1)
    except ValueError as error:
        raise KeyError("new") from error


def finally_():
    try:
        handled()
    finally:
        done = True


def iterates():
    class Ends:
        def __iter__(self):
            return self

        def __next__(self):
            raise StopIteration

    for _ in Ends():
        pass
    for _ in []:
        pass
    return [x for x in gives()]


def gives():
    yield 1
    return 2


def matched():
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        pass


mon.use_tool_id(1, "exceptions")
for name in NAMES:
    listen(name)
mine = {f.__name__ for f in (deep, handled, finally_, iterates, gives, matched)} | {"__next__"}
for function in (finally_, iterates, matched):
    log.clear()
    mon.set_events(1, sum(getattr(E, n) for n in NAMES))
    try:
        function()
    except Exception as error:
        log.append(f"out: {error!r}")
    mon.set_events(1, 0)
    print(function.__name__)
    for line in log:
        print("   ", line)


def instead(code, offset, exception):
    raise RuntimeError("from the callback")


mon.register_callback(1, E.RAISE, instead)
mon.set_events(1, E.RAISE)
try:
    deep(0)
except Exception as error:
    print(repr(error), error.__traceback__.tb_next is not None)
finally:
    mon.set_events(1, 0)
