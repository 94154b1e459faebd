"""A debugger with breakpoints, watched names and stepping over, in a page."""
import sys


class Debugger:
    def __init__(self, breaks=(), watch=()):
        self.breaks, self.watch = set(breaks), tuple(watch)
        self.stepping = None
        self.values = {}

    def __call__(self, frame, event, arg):
        if frame.f_code.co_filename != __file__ or frame.f_code.co_name.startswith("__"):
            return None
        return self.local

    def local(self, frame, event, arg):
        name = frame.f_code.co_name
        line = frame.f_lineno - frame.f_code.co_firstlineno
        if event == "line":
            if (name, line) in self.breaks:
                print(f"break at {name}+{line}:", {k: v for k, v in sorted(frame.f_locals.items())})
                self.stepping = frame
            elif self.stepping is frame:
                print(f"step to {name}+{line}")
            for watched in self.watch:
                value = frame.f_locals.get(watched, "unset")
                if value != self.values.get((frame, watched), "unset"):
                    print(f"{watched} is now {value!r} in {name}+{line}")
                    self.values[frame, watched] = value
        elif event == "return" and self.stepping is frame:
            print(f"leaving {name} with {arg!r}")
            self.stepping = frame.f_back
        elif event == "exception":
            print(f"{arg[0].__name__} in {name}+{line}: {arg[1]}")
        return self.local

    def run(self, function, *args):
        sys.settrace(self)
        try:
            return function(*args)
        finally:
            sys.settrace(None)


def mean(values):
    total = 0
    for v in values:
        total += v
    return total / len(values)


def report(groups):
    lines = []
    for name, values in groups.items():
        try:
            m = mean(values)
        except ZeroDivisionError:
            m = None
        lines.append((name, m))
    return lines


print(Debugger(breaks=[("mean", 4)]).run(report, {"a": [1, 2], "b": []}))
print(Debugger(watch=["total", "m"]).run(report, {"a": [4], "b": []}))
