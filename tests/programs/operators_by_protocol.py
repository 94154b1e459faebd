"""Operators: reflected, in-place, of subclasses, and NotImplemented."""


class Number:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return f"{type(self).__name__}({self.n})"

    def __add__(self, other):
        if isinstance(other, (int, Number)):
            return Number(self.n + getattr(other, "n", other))
        return NotImplemented

    def __radd__(self, other):
        return f"{other!r} radd {self!r}"

    def __iadd__(self, other):
        self.n += 100
        return self

    def __sub__(self, other):
        return NotImplemented

    def __matmul__(self, other):
        return ("matmul", self.n, other)

    def __rpow__(self, base, mod=None):
        return ("rpow", base, mod)

    def __divmod__(self, other):
        return divmod(self.n, other)

    def __eq__(self, other):
        return isinstance(other, Number) and self.n == other.n

    def __lt__(self, other):
        return self.n < other.n if isinstance(other, Number) else NotImplemented

    def __neg__(self):
        return Number(-self.n)

    def __index__(self):
        return self.n

    def __bool__(self):
        return self.n != 0

    def __hash__(self):
        return hash(self.n)


class Special(Number):
    def __radd__(self, other):
        return "special first"

    def __rsub__(self, other):
        return "special rsub"

    def __gt__(self, other):
        return "special gt"


a, b, s = Number(2), Number(3), Special(4)
print(a + b, a + 1, 1 + a, "x" + a, a + s, s + a, a - s)
a += 1
print(a, a @ 2, 2**b, divmod(b, 2), -b, [10, 20, 30, 40][b], hex(b), bool(Number(0)))
print(a == Number(102), a != b, a < b, b > a, a < s, s > a, sorted([b, Number(1), s]), {Number(1), Number(1)})
for attempt in (lambda: a - b, lambda: a - 1, lambda: a * 2, lambda: a < 5, lambda: b**2, lambda: ~a, lambda: a[0], lambda: a + "x", lambda: pow(2, b, 5), lambda: 1.5 - a):
    try:
        print(attempt())
    except TypeError as error:
        print(error)


class Log:
    def __getattr__(self, name):
        raise AttributeError(name)

    def __contains__(self, x):
        return "truthy"

    def __format__(self, spec):
        return f"<{spec}>"

    def __round__(self, n=None):
        return ("round", n)

    def __reversed__(self):
        return iter("abc")

    def __len__(self):
        return 7

    def __length_hint__(self):
        return 9


log = Log()
print(5 in log, f"{log:wide}", format(log), round(log), round(log, 2), list(reversed(log)), len(log), bool(log))
x = [1]
y = x
x += (2,)
x *= 2
print(y, x is y)
t = (1,)
u = t
t += (2,)
print(t, u)
