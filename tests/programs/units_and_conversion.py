"""Quantities with units: arithmetic that knows metres from seconds."""


class Quantity:
    def __init__(self, value, **units):
        self.value = value
        self.units = {u: p for u, p in sorted(units.items()) if p}

    def __mul__(self, other):
        if not isinstance(other, Quantity):
            return Quantity(self.value * other, **self.units)
        units = dict(self.units)
        for u, p in other.units.items():
            units[u] = units.get(u, 0) + p
        return Quantity(self.value * other.value, **units)

    __rmul__ = __mul__

    def __pow__(self, n):
        return Quantity(self.value**n, **{u: p * n for u, p in self.units.items()})

    def __truediv__(self, other):
        return self * other**-1

    def __add__(self, other):
        if getattr(other, "units", {}) != self.units:
            raise TypeError(f"cannot add {other} to {self}")
        return Quantity(self.value + other.value, **self.units)

    def __str__(self):
        names = "·".join(u if p == 1 else f"{u}^{p}" for u, p in self.units.items())
        return f"{self.value:g} {names}".rstrip()

    __repr__ = __str__


m, s, kg = Quantity(1, m=1), Quantity(1, s=1), Quantity(1, kg=1)
speed = 100 * m / (Quantity(9.58, s=1))
force = 70 * kg * Quantity(9.81, m=1, s=-2)
print(speed, force, force * (2 * m), (3 * m) ** 2, speed / speed, m / s / s, sep=" | ")
print(2 * m + 3 * m, [m, s, kg])
for bad in (lambda: m + s, lambda: m + 1, lambda: 1 + m, lambda: m - m, lambda: m / 2):
    try:
        print(bad())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
