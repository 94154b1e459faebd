"""Operators call special methods, reflected ones too."""


class V:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"V({self.x}, {self.y})"

    def __add__(self, other):
        if isinstance(other, V):
            return V(self.x + other.x, self.y + other.y)
        return NotImplemented

    def __mul__(self, k):
        return V(self.x * k, self.y * k)

    def __rmul__(self, k):
        return self * k

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __neg__(self):
        return V(-self.x, -self.y)

    def __abs__(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5

    def __bool__(self):
        return bool(self.x or self.y)

    def __eq__(self, other):
        return isinstance(other, V) and (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))


a, b = V(1, 2), V(3, 4)
print(a + b, a * 2, 2 * a, a @ b, -a, abs(b))
print(bool(V(0, 0)), a == V(1, 2), a != b, a in {V(1, 2)}, not a)
for attempt in (lambda: a + 1, lambda: 1 + a, lambda: a < b, lambda: a - b, lambda: ~a, lambda: a @ 3):
    try:
        attempt()
    except (TypeError, AttributeError) as error:
        print(error)
