"""Polynomials as a sequence type: arithmetic, calling, slicing, printing."""


class Poly:
    def __init__(self, *coefficients):
        while coefficients and coefficients[-1] == 0:
            coefficients = coefficients[:-1]
        self.c = coefficients

    def __len__(self):
        return len(self.c)

    def __getitem__(self, k):
        if isinstance(k, slice):
            return Poly(*self.c[k])
        return self.c[k] if 0 <= k < len(self.c) else 0

    def __call__(self, x):
        total = 0
        for a in reversed(self.c):
            total = total * x + a
        return total

    def __add__(self, other):
        other = other if isinstance(other, Poly) else Poly(other)
        return Poly(*(self[k] + other[k] for k in range(max(len(self), len(other)))))

    __radd__ = __add__

    def __neg__(self):
        return Poly(*(-a for a in self.c))

    def __sub__(self, other):
        return self + -other

    def __mul__(self, other):
        if isinstance(other, (int, float)):
            return Poly(*(a * other for a in self.c))
        out = [0] * (len(self) + len(other))
        for i, a in enumerate(self.c):
            for j, b in enumerate(other.c):
                out[i + j] += a * b
        return Poly(*out)

    __rmul__ = __mul__

    def __divmod__(self, other):
        quotient, rest = [0] * max(len(self), 1), self
        while len(rest) >= len(other):
            shift = len(rest) - len(other)
            factor = rest.c[-1] / other.c[-1]
            quotient[shift] = factor
            rest = rest - Poly(*[0] * shift, factor) * other
        return Poly(*quotient), rest

    def derivative(self):
        return Poly(*(k * a for k, a in enumerate(self.c)))[1:]

    def __str__(self):
        parts = []
        for k in range(len(self) - 1, -1, -1):
            a = self.c[k]
            if not a:
                continue
            sign = "-" if a < 0 else "+"
            body = "" if abs(a) == 1 and k else f"{abs(a):g}"
            parts.append(f" {sign} {body}{'x' if k else ''}{f'^{k}' if k > 1 else ''}")
        text = "".join(parts).removeprefix(" + ") or "0"
        return "-" + text.removeprefix(" - ") if text.startswith(" -") else text


p, q = Poly(-1, 0, 1), Poly(1, 1)
print(p, "|", q, "|", p + q, "|", p - q, "|", p * q, "|", 3 * p, "|", 5 + q, "|", p - p)
quotient, rest = divmod(p, q)
print(quotient, "|", rest, "|", p.derivative(), "|", p(3), p(0.5), len(p), p[7], p[-1], p[1:])
print(*map(p, range(2)), list(p.c), sum([p, q], Poly()))
x = 2.0
newton = Poly(-2, 0, 1)
for _ in range(2):
    x -= newton(x) / newton.derivative()(x)
print(f"{x:.10f}", bool(Poly()), bool(p))
