"""Operator overloading to the last: reflected, in place, unary, conversions, containment."""


class Vector:
    def __init__(self, *parts):
        self.parts = parts

    def __repr__(self):
        return f"V{self.parts}"

    def _each(self, other, op):
        if isinstance(other, Vector):
            return Vector(*(op(a, b) for a, b in zip(self.parts, other.parts, strict=True)))
        if isinstance(other, (int, float)):
            return Vector(*(op(a, other) for a in self.parts))
        return NotImplemented

    def __add__(self, other):
        return self._each(other, lambda a, b: a + b)

    def __radd__(self, other):
        return self._each(other, lambda a, b: b + a)

    def __sub__(self, other):
        return self._each(other, lambda a, b: a - b)

    def __rsub__(self, other):
        return self._each(other, lambda a, b: b - a)

    def __mod__(self, other):
        return self._each(other, lambda a, b: a % b)

    def __floordiv__(self, other):
        return self._each(other, lambda a, b: a // b)

    def __rtruediv__(self, other):
        return self._each(other, lambda a, b: b / a)

    def __matmul__(self, other):
        return sum(a * b for a, b in zip(self.parts, other.parts))

    def __lshift__(self, n):
        return Vector(*self.parts[n:], *self.parts[:n])

    def __rshift__(self, n):
        return self << len(self.parts) - n

    def __and__(self, other):
        return Vector(*(a for a in self.parts if a in other.parts))

    def __xor__(self, other):
        return NotImplemented

    def __rxor__(self, other):
        return ("rxor", other)

    def __iadd__(self, other):
        print("in place")
        self.parts = (self + other).parts
        return self

    def __pos__(self):
        return Vector(*map(abs, self.parts))

    def __neg__(self):
        return 0 - self

    def __invert__(self):
        return Vector(*self.parts[::-1])

    def __abs__(self):
        return (self @ self) ** 0.5

    def __bool__(self):
        return any(self.parts)

    def __complex__(self):
        return complex(*self.parts[:2])

    def __index__(self):
        return len(self.parts)

    def __contains__(self, x):
        return x in self.parts

    def __len__(self):
        return len(self.parts)

    def __getattr__(self, name):
        if len(name) == 1 and name in "xyz":
            return self.parts["xyz".index(name)]
        raise AttributeError(f"no {name!r} in a vector")

    def __eq__(self, other):
        return self.parts == other.parts if isinstance(other, Vector) else NotImplemented

    __hash__ = None


v, w = Vector(3, -4), Vector(1, 2)
print(v + w, v - 1, 10 - v, v % 3, v // 2, 12 / v, v @ w, v << 1, v >> 1, v & Vector(3), 5 ^ v)
print(+v, -v, ~v, abs(v), bool(Vector(0, 0)), complex(v), [10, 20, 30][w], hex(v), 3 in v, v.x, v.y)
u = v
u += w
print(u is v, v, v == Vector(4, -2), v != w, v == (4, -2))
v -= 1
print(u is v, v, u)
for bad in (lambda: v + "x", lambda: v ^ w, lambda: v**2, lambda: v < w, lambda: hash(v), lambda: v.q, lambda: v + Vector(1), lambda: float(v), lambda: -"x", lambda: v[0]):
    try:
        print(bad())
    except (TypeError, AttributeError, ValueError) as error:
        print(type(error).__name__, error)


class Sub(Vector):
    def __radd__(self, other):
        return "sub wins"


print(w + Sub(1, 1), Sub(1, 1) + w, Vector(1) + 2)
