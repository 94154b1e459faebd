"""Callbacks switch events off at one place, until they are restarted."""
import sys

mon = sys.monitoring
E = mon.events
counts = {}
for tool in (0, 1):
    mon.use_tool_id(tool, f"tool {tool}")


def counter(tool, event, answer=None):
    def callback(code, *rest):
        if code is work.__code__:
            counts[tool, event] = counts.get((tool, event), 0) + 1
            return answer

    return callback


def work(n):
    total = 0
    for i in range(n):
        total += abs(i)
    return total


def run(title, times=1):
    counts.clear()
    for _ in range(times):
        work(5)
    print(title, sorted(counts.items()))


for event in ("LINE", "CALL", "BRANCH", "PY_START", "PY_RETURN", "JUMP", "INSTRUCTION"):
    mon.register_callback(0, getattr(E, event), counter(0, event))
    mon.register_callback(1, getattr(E, event), counter(1, event, mon.DISABLE))
    mon.set_local_events(0, work.__code__, getattr(E, event))
    run(event + " one tool", 2)
    mon.set_local_events(1, work.__code__, getattr(E, event))
    run(event + " two tools", 2)
    mon.restart_events()
    run(event + " restarted")
    run(event + " again")
    mon.set_local_events(0, work.__code__, 0)
    run(event + " the other one")
    mon.set_local_events(1, work.__code__, 0)
    run(event + " nobody")


def stubborn(code, offset, exception):
    return mon.DISABLE


def fails():
    raise KeyError("k")


mon.register_callback(0, E.RAISE, stubborn)
mon.set_events(0, E.RAISE)
try:
    fails()
except Exception as error:
    print(type(error).__name__, error)
mon.set_events(0, 0)
try:
    fails()
except Exception as error:
    print(type(error).__name__, error)
