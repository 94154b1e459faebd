"""A Fraction class: normal form, mixed arithmetic, comparisons and hashing like ints."""


class Fraction:
    __slots__ = ("n", "d")

    def __new__(cls, n, d=1):
        if isinstance(n, str):
            n, _, d = n.partition("/")
            n, d = int(n), int(d or 1)
        if d == 0:
            raise ZeroDivisionError(f"Fraction({n}, 0)")
        a, b = abs(n), abs(d)
        while b:
            a, b = b, a % b
        self = super().__new__(cls)
        sign = -1 if d < 0 else 1
        self.n, self.d = sign * n // a, sign * d // a
        return self

    def _lift(method):
        def wrapper(self, other):
            if isinstance(other, int):
                other = Fraction(other)
            if not isinstance(other, Fraction):
                return NotImplemented
            return method(self, other)

        wrapper.__name__ = method.__name__
        return wrapper

    @_lift
    def __add__(self, other):
        return Fraction(self.n * other.d + other.n * self.d, self.d * other.d)

    __radd__ = __add__

    @_lift
    def __sub__(self, other):
        return self + -other

    @_lift
    def __rsub__(self, other):
        return -self + other

    @_lift
    def __mul__(self, other):
        return Fraction(self.n * other.n, self.d * other.d)

    __rmul__ = __mul__

    @_lift
    def __truediv__(self, other):
        return Fraction(self.n * other.d, self.d * other.n)

    @_lift
    def __rtruediv__(self, other):
        return other / self

    @_lift
    def __lt__(self, other):
        return self.n * other.d < other.n * self.d

    @_lift
    def __eq__(self, other):
        return (self.n, self.d) == (other.n, other.d)

    @_lift
    def __le__(self, other):
        return self < other or self == other

    def __hash__(self):
        return hash(self.n) if self.d == 1 else hash((self.n, self.d))

    def __neg__(self):
        return Fraction(-self.n, self.d)

    def __abs__(self):
        return Fraction(abs(self.n), self.d)

    def __float__(self):
        return self.n / self.d

    def __int__(self):
        return int(float(self))

    def __floor__(self):
        return self.n // self.d

    def __round__(self, digits=None):
        return round(float(self), digits)

    def __bool__(self):
        return self.n != 0

    def __repr__(self):
        return f"{self.n}/{self.d}" if self.d != 1 else str(self.n)

    def __format__(self, spec):
        return format(float(self), spec) if spec else repr(self)


half, third = Fraction(1, 2), Fraction("2/6")
print(half + third, half - 1, 1 - half, 2 * third, half / third, 3 / half, -half, abs(-third))
print(sum([half, third, Fraction(1, 6)]), max(half, third), sorted([half, third, 0, 1]))
print({Fraction(4, 2): "two"}[2], half == Fraction(5, 10), half != third, half >= third, third <= 1)
print(float(third), int(Fraction(7, 2)), round(third, 2), round(Fraction(7, 2)), f"{third:.3f} {half}", bool(half - half))
harmonic = sum(Fraction(1, k) for k in range(1, 12))
print(harmonic, [repr(Fraction(n, 4)) for n in range(-2, 3)])
for bad in (lambda: Fraction(1, 0), lambda: half + 0.5, lambda: half < "x", lambda: setattr(half, "z", 1)):
    try:
        bad()
    except (ZeroDivisionError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)
