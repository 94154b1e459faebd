"""Nested lists, zip with a star, and sums of products."""
a = [[1, 2], [3, 4]]
b = [[0, 1], [1, 0]]


def multiply(a, b):
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


print(multiply(a, b), [list(r) for r in zip(*a)])
identity = [[int(i == j) for j in range(2)] for i in range(2)]
print(identity, multiply(a, identity) == a)
flat = [x for row in a for x in row]
print(flat, sum(flat), max(map(max, a)), a[1][0], [row[:] for row in a])
a[0][0], a[1][1] = a[1][1], a[0][0]
print(a)
