"""Matrices as lists of lists: multiplication three ways, a determinant, powers, transposition."""


def matrix(rows, columns, seed):
    return [[(i * 31 + j * 17 + seed) % 23 - 11 for j in range(columns)] for i in range(rows)]


def multiply_by_index(a, b):
    n, inner, m = len(a), len(b), len(b[0])
    result = [[0] * m for _ in range(n)]
    for i in range(n):
        for j in range(m):
            total = 0
            for k in range(inner):
                total += a[i][k] * b[k][j]
            result[i][j] = total
    return result


def multiply_by_rows(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def multiply_in_place(a, b):
    result = []
    for row in a:
        sums = [0] * len(b[0])
        for x, line in zip(row, b):
            for j, y in enumerate(line):
                sums[j] += x * y
        result.append(sums)
    return result


class Matrix:
    def __init__(self, rows):
        self.rows = rows

    def __matmul__(self, other):
        return Matrix(multiply_by_rows(self.rows, other.rows))

    def __mod__(self, by):
        return Matrix([[x % by for x in row] for row in self.rows])

    def power(self, n, by):
        result, base = self, self
        n -= 1
        while n:
            if n & 1:
                result = (result @ base) % by
            base = (base @ base) % by
            n >>= 1
        return result

    def trace(self):
        return sum(row[i] for i, row in enumerate(self.rows))


def determinant(rows):
    """Gauss elimination with floats and row exchange."""
    rows = [[float(x) for x in row] for row in rows]
    result = 1.0
    for i in range(len(rows)):
        pivot = max(range(i, len(rows)), key=lambda r: abs(rows[r][i]))
        if rows[pivot][i] == 0:
            return 0.0
        if pivot != i:
            rows[i], rows[pivot] = rows[pivot], rows[i]
            result = -result
        result *= rows[i][i]
        for r in range(i + 1, len(rows)):
            factor = rows[r][i] / rows[i][i]
            for c in range(i, len(rows)):
                rows[r][c] -= factor * rows[i][c]
    return result


def main(n):
    a, b = matrix(n, n + 3, 1), matrix(n + 3, n, 5)
    product = multiply_by_index(a, b)
    assert product == multiply_by_rows(a, b) == multiply_in_place(a, b)
    spread = [
        [x * x % 19 + (i == j) * 40 for j, x in enumerate(row)] for i, row in enumerate(product)
    ]
    power = Matrix(matrix(20, 20, 3)).power(1000, 1_000_003)
    print(sum(map(sum, product)), f"{determinant(spread):.6e}", power.trace())


if __name__ == "__main__":
    main(150)
