"""Compares the events that programs see of themselves, through sys.settrace, sys.setprofile and
sys.monitoring, between pvmscope and CPython 3.13.

usage: python3.13 tests/tools/events.py PVMSCOPE [--mode MODE] [FILE.py ...]

With no file, all of samples/*.py and tests/programs/*.py; with no mode, all of MODES. Both sides run
this very file with `--see MODE FILE`: it then runs the program under a logger, and prints what
the logger saw after what the program printed. Only events in the program's own file are compared.
"""

import sys

MODES = ("trace", "opcodes", "profile", "monitor", "lines")
LIMIT = 30000
TIMEOUT = 60


class Enough(Exception):
    pass


def show(value):
    """A value in a way that is the same in every run."""
    if isinstance(value, (int, str, float, bool, type(None))):
        return repr(value)[:60]
    if isinstance(value, tuple) and len(value) == 3 and isinstance(value[1], BaseException):
        return f"{value[0].__name__}: {str(value[1])[:60]} tb {value[2] is not None}"
    name = getattr(value, "__qualname__", "") or getattr(value, "__name__", "")
    return f"<{type(value).__name__} {name if isinstance(name, str) else ''}>"


def logger(mode, path, log):
    """Switches the logging on; the answer switches it off."""

    def note(*parts):
        if len(log) < LIMIT:
            log.append(" ".join(map(str, parts)))

    if mode in ("trace", "opcodes"):

        def trace(frame, event, arg):
            if frame.f_code.co_filename != path:
                return None
            frame.f_trace_opcodes = mode == "opcodes"
            where = frame.f_lasti if event == "opcode" else ""
            note(event, frame.f_code.co_qualname, frame.f_lineno, where, show(arg))
            return trace

        sys.settrace(trace)
        return lambda: sys.settrace(None)
    if mode == "profile":

        def profile(frame, event, arg):
            if frame.f_code.co_filename == path:
                note(event, frame.f_code.co_qualname, frame.f_lineno, show(arg))

        sys.setprofile(profile)
        return lambda: sys.setprofile(None)
    monitoring = sys.monitoring
    events = monitoring.events
    monitoring.use_tool_id(2, "events")

    def listen(name):
        def callback(code, *rest):
            if code.co_filename == path:
                note(name, code.co_qualname, *map(show, rest))

        monitoring.register_callback(2, getattr(events, name), callback)
        return getattr(events, name)

    names = [n for n in vars(events) if n != "NO_EVENTS"] if mode == "monitor" else ["LINE", "CALL", "JUMP"]
    if mode != "monitor":
        names += ["C_RETURN", "C_RAISE"]
    monitoring.set_events(2, sum(map(listen, names)))
    return lambda: monitoring.set_events(2, 0)


def run(mode, path):
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec")
    main = type(sys)("__main__")
    main.__file__ = path
    sys.modules["__main__"] = main
    sys.argv = [path]
    sys.path[0] = path.rpartition("/")[0]
    log = []
    ended = "ended"
    stop = logger(mode, path, log)
    try:
        exec(code, main.__dict__)
    except BaseException as e:
        ended = f"ended by {type(e).__name__}: {str(e)[:80]}"
    finally:
        stop()
    sys.stdout = sys.__stdout__
    print(f"--- {len(log)} events,", ended)
    for line in log:
        print(line)


def outcome(command, mode, path):
    import os
    import subprocess

    env = {**os.environ, "PYTHONHASHSEED": "0"}
    env.pop("PYTHONUNBUFFERED", None)
    try:
        done = subprocess.run(
            [*command, os.path.abspath(__file__), "--see", mode, path],
            env=env,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        return ["timeout"]
    return done.stdout.decode("utf-8", "replace").splitlines() + ["--- stderr"] + done.stderr.decode(
        "utf-8", "replace"
    ).splitlines()


def main():
    import os

    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    binary, *rest = sys.argv[1:]
    modes = MODES
    if rest[:1] == ["--mode"]:
        modes, rest = [rest[1]], rest[2:]
    files = [os.path.abspath(f) for f in rest]
    if not files:
        for folder in ("samples", "tests/programs"):
            names = sorted(os.listdir(os.path.join(root, folder)))
            files += [os.path.join(root, folder, n) for n in names if n.endswith(".py") and n[0] != "_"]
    for mode in modes:
        equal = 0
        for path in files:
            wanted = outcome([sys.executable], mode, path)
            got = outcome([binary, "run"], mode, path)
            if wanted == got:
                equal += 1
                continue
            at = next((i for i, (a, b) in enumerate(zip(wanted, got)) if a != b), min(len(wanted), len(got)))
            print(f"{mode} {os.path.basename(path)} at {at}")
            for line in wanted[max(at - 2, 0) : at]:
                print("      ", line)
            print("  wants", *wanted[at : at + 1])
            print("    got", *got[at : at + 1])
        print(f"{mode}: {equal} of {len(files)} programs see the same events", flush=True)


if len(sys.argv) == 4 and sys.argv[1] == "--see":
    run(*sys.argv[2:])
else:
    main()
