"""Every kind of event that sys.monitoring tells of."""
import sys

mon = sys.monitoring
TOOL = 2
mon.use_tool_id(TOOL, "events")
log = []
mine = set()


def show(value):
    if isinstance(value, BaseException):
        return f"{type(value).__name__}({value})"
    return getattr(value, "__name__", None) or ("MISSING" if value is mon.MISSING else repr(value))


def listen(name):
    def callback(code, *rest):
        if code in mine:
            log.append(f"{name} {code.co_name} {' '.join(map(show, rest))}")

    mon.register_callback(TOOL, getattr(mon.events, name), callback)


NAMES = [n for n in vars(mon.events) if n not in ("NO_EVENTS", "INSTRUCTION")]
for name in NAMES:
    listen(name)


def branches(x):
    while x:
        x -= 1
    return "even" if x else "odd"


def catches():
    try:
        [].pop()
    except IndexError:
        return abs(-1)


def passes_on():
    try:
        {}["k"]
    finally:
        len("x")


def values():
    got = yield 1
    return got


def user():
    result = yield from values()
    yield result


def drive():
    g = user()
    next(g)
    g.send("back")
    try:
        g.throw(ValueError("thrown"))
    except ValueError:
        pass


ALL = sum(getattr(mon.events, n) for n in NAMES)
for function in (branches, catches, passes_on, drive):
    log.clear()
    mine = {branches.__code__, catches.__code__, passes_on.__code__, values.__code__, user.__code__, drive.__code__}
    mon.set_events(TOOL, ALL)
    try:
        function(2) if function is branches else function()
    except KeyError:
        pass
    mon.set_events(TOOL, 0)
    print(function.__name__)
    for line in log:
        print("   ", line)
