"""Warnings by hand: a function that counts, deprecates and silences."""
import sys

counts = {}


def warn_once(message, depth=1):
    frame = sys._getframe(depth)
    key = frame.f_code.co_name, message
    counts[key] = counts.get(key, 0) + 1
    if counts[key] == 1:
        print(f"warning in {frame.f_code.co_name}: {message}")


def deprecated(reason):
    def decorate(function):
        def wrapper(*args, **kw):
            warn_once(f"{function.__name__} is deprecated: {reason}", 2)
            return function(*args, **kw)

        wrapper.__wrapped__ = function
        wrapper.__doc__ = f"Deprecated: {reason}."
        return wrapper

    return decorate


@deprecated("use add")
def plus(a, b):
    """Adds."""
    return a + b


def first():
    return [plus(i, 1) for i in range(3)]


def second():
    warn_once("direct")
    warn_once("direct")
    return plus(1, 1)


print(first(), second(), first())
for (place, message), times in sorted(counts.items()):
    print(place, times, message)
print(plus.__doc__, plus.__wrapped__.__doc__, plus.__name__)
