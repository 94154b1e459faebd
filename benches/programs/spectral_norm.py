"""The largest singular value of an endless matrix: float sums in comprehensions, many small calls."""


def entry(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(vector):
    return [
        sum(entry(i, j) * value for j, value in enumerate(vector)) for i in range(len(vector))
    ]


def times_transposed(vector):
    result = []
    for i in range(len(vector)):
        total = 0.0
        for j, value in enumerate(vector):
            total += entry(j, i) * value
        result.append(total)
    return result


def dot(left, right):
    return sum(a * b for a, b in zip(left, right))


def spectral_norm(size, rounds=10):
    u = [1.0] * size
    for _ in range(rounds):
        v = times_transposed(times(u))
        u = times_transposed(times(v))
    return (dot(u, v) / dot(v, v)) ** 0.5


if __name__ == "__main__":
    print(f"{spectral_norm(280):.9f}")
