"""Tools of sys.monitoring: names, events, callbacks, and what is refused."""
import sys

mon = sys.monitoring
E = mon.events


def attempt(function, *args):
    try:
        print(function.__name__, args, "->", function(*args))
    except (ValueError, TypeError, OverflowError) as error:
        print(function.__name__, args, type(error).__name__, error)


print(E)
print(mon.DEBUGGER_ID, mon.COVERAGE_ID, mon.PROFILER_ID, mon.OPTIMIZER_ID)
print(type(mon.DISABLE).__name__, type(mon.MISSING).__name__, mon.__name__)
attempt(mon.use_tool_id, 3, "mine")
attempt(mon.use_tool_id, 3, "other")
attempt(mon.use_tool_id, 6, "system")
attempt(mon.use_tool_id, -1, "none")
attempt(mon.use_tool_id, 4, 5)
attempt(mon.use_tool_id, "4", "x")
attempt(mon.get_tool, 3)
attempt(mon.get_tool, 4)
attempt(mon.get_tool, 9)
attempt(mon.set_events, 4, E.LINE)
attempt(mon.set_events, 3, E.C_RETURN)
attempt(mon.set_events, 3, -1)
attempt(mon.set_events, 3, 1 << 30)
attempt(mon.set_events, 3, E.CALL | E.C_RETURN | E.C_RAISE | E.RAISE)
attempt(mon.get_events, 3)
attempt(mon.set_events, 3, 0)
attempt(mon.register_callback, 3, E.LINE | E.CALL, print)
attempt(mon.register_callback, 3, 1 << 25, print)
print(mon.register_callback(3, E.LINE, len), mon.register_callback(3, E.LINE, None))
attempt(mon.set_local_events, 3, "code", E.LINE)


def sample():
    return 1


code = sample.__code__
for events in (E.LINE, E.RAISE, E.PY_START | E.PY_RETURN, 0):
    try:
        mon.set_local_events(3, code, events)
        print("local", mon.get_local_events(3, code), mon.get_events(3))
    except ValueError as error:
        print("local", error)
print(mon._all_events())
mon.free_tool_id(3)
attempt(mon.get_tool, 3)
attempt(mon.restart_events)
