"""List comprehensions with conditions, several loops, nesting and unpacking."""
print([x * y for x in range(3) for y in range(3) if x != y])
print([[i * j for j in range(3)] for i in range(3)])
print([a + b for a, b in zip("ab", "cd")])
print([first for first, *_ in ("xyz", "uv")])
print([x for x in range(20) if x % 2 if x % 3])
print([(lambda y: k + y)(1) for k in range(3)])


def f(n):
    return [n + i for i in range(n)], [i for i in range(n) if i != n - 1]


print(f(3))
i = "kept"
[i for i in range(3)]
print(i)
print([[j for j in range(i)] for i in range(3)], [x for x in [y for y in "ab"]])
try:
    [1 / x for x in (1, 0)]
except ZeroDivisionError as error:
    print(error)
