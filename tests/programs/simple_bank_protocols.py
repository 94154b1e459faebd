"""Protocols without inheritance: duck typing, __index__, __fspath__-like hooks, __format__, __sizeof__."""


class Celsius:
    def __init__(self, degrees):
        self.degrees = degrees

    def __int__(self):
        return int(self.degrees)

    def __float__(self):
        return float(self.degrees)

    def __round__(self, n=0):
        return Celsius(round(self.degrees, n))

    def __trunc__(self):
        return 42

    def __floor__(self):
        return "floored"

    def __ceil__(self):
        return "ceiled"

    def __format__(self, spec):
        if spec.endswith("F"):
            return format(self.degrees * 9 / 5 + 32, spec[:-1] + "f") + "°F"
        return format(self.degrees, spec) + "°C"

    def __bytes__(self):
        return b"%d C" % int(self)

    def __complex__(self):
        return complex(self.degrees, 1)

    def __repr__(self):
        return f"Celsius({self.degrees})"

    def __dir__(self):
        return ["only", "these"]

    def __divmod__(self, other):
        return "divmod", other

    def __rdivmod__(self, other):
        return "rdivmod", other

    def __rpow__(self, other, mod=None):
        return "rpow", other

    def __length_hint__(self):
        return 3

    def __reversed__(self):
        return "backwards"

    def __iter__(self):
        return iter([self.degrees])


t = Celsius(21.57)
print(int(t), float(t), round(t), round(t, 1), f"{t:.1f}", f"{t:.1F}", f"{t:}", f"{t!r:>16}", bytes(t), complex(t), repr(t), dir(t))
print(divmod(t, 2), divmod(7, t), 2**t, reversed(t), [*t], list(t), "%d %.1f %s" % (t, t, t), "{:.0f}|{!s}".format(t, t))
for bad in (lambda: hex(t), lambda: len(t), lambda: t[0], lambda: t(), lambda: t + 1, lambda: -t, lambda: abs(t), lambda: [0][t], lambda: range(t), lambda: f"{t:d}", lambda: t < t, lambda: next(t), lambda: t @ t, lambda: hash(t) and 1 in t and next(iter(t), None) and t.missing):
    try:
        print(bad())
    except (TypeError, ValueError, AttributeError) as error:
        print(type(error).__name__, error)
