"""Who changed a variable: a tracer that compares the names of a frame from line to line."""
import sys


class Watcher:
    def __init__(self, *names):
        self.names = names
        self.history = []

    def __call__(self, frame, event, arg):
        if frame.f_code.co_filename != __file__ or event != "call":
            return None
        known = {}

        def local(frame, event, arg, known=known):
            place = f"{frame.f_code.co_name}+{frame.f_lineno - frame.f_code.co_firstlineno}"
            for name in self.names:
                if name in frame.f_locals:
                    value = repr(frame.f_locals[name])
                    if known.get(name) != value:
                        self.history.append(f"{place}: {name} {known.get(name, 'unset')} -> {value}")
                        known[name] = value
                elif known.pop(name, None):
                    self.history.append(f"{place}: {name} deleted")
            return local

        return local

    def __enter__(self):
        sys.settrace(self)
        return self

    def __exit__(self, *_):
        sys.settrace(None)


def balance(moves):
    total = 0
    limit = 10
    for move in moves:
        total += move
        if total > limit:
            limit *= 2
    del limit
    return total


def swap(a, b):
    a, b = b, a
    return helper([a, b])


def helper(total):
    total.append(0)
    total = sum(total)
    return total


with Watcher("total", "limit") as watcher:
    balance([5, 7, -2])
    swap(1, 2)
print(*watcher.history, sep="\n")
