"""A matrix class with every operator that makes sense for one."""


class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    @classmethod
    def identity(cls, n):
        return cls([[int(i == j) for j in range(n)] for i in range(n)])

    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])

    def __getitem__(self, key):
        match key:
            case (int(i), int(j)):
                return self.rows[i][j]
            case (slice() as s, int(j)):
                return [r[j] for r in self.rows[s]]
            case int(i):
                return self.rows[i]
        raise TypeError(f"bad index {key!r}")

    def __setitem__(self, key, value):
        i, j = key
        self.rows[i][j] = value

    def __add__(self, other):
        if not isinstance(other, Matrix):
            return NotImplemented
        return Matrix([a + b for a, b in zip(r, s)] for r, s in zip(self.rows, other.rows))

    def __mul__(self, k):
        return Matrix([a * k for a in r] for r in self.rows)

    __rmul__ = __mul__

    def __matmul__(self, other):
        if self.shape[1] != other.shape[0]:
            raise ValueError(f"cannot multiply {self.shape} by {other.shape}")
        columns = list(zip(*other.rows))
        return Matrix([sum(a * b for a, b in zip(r, c)) for c in columns] for r in self.rows)

    def __imatmul__(self, other):
        self.rows = (self @ other).rows
        return self

    def __pow__(self, n, modulo=None):
        result, base = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1:
                result = result @ base
            base, n = base @ base, n >> 1
        if modulo:
            result = Matrix([a % modulo for a in r] for r in result.rows)
        return result

    def __neg__(self):
        return self * -1

    def __eq__(self, other):
        return isinstance(other, Matrix) and self.rows == other.rows

    def __bool__(self):
        return any(map(any, self.rows))

    def __iter__(self):
        return iter(self.rows)

    def __str__(self):
        width = max(len(str(a)) for r in self for a in r)
        return "\n".join(" ".join(f"{a:>{width}}" for a in r) for r in self)


m = Matrix([[1, 2], [3, 4]])
print(m + m, 2 * m == m * 2, -m, sep="\n")
print(m @ Matrix.identity(2) == m, m**3, pow(m, 4, 97), sep="\n")
n = Matrix(m.rows)
n @= m
n[0, 0] = 100
print(n, n[0, 1], n[:, 1], n[1], bool(Matrix([[0]])), m[0, 0])
for bad in (lambda: m + 1, lambda: m @ Matrix([[1, 2, 3]]), lambda: m["x"], lambda: {m}):
    try:
        bad()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
