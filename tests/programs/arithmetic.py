"""The arithmetic operators on ints and floats, with Python's signs for // and %."""
for a, b in ((7, 2), (-7, 2), (7, -2), (7.5, 2), (-7.5, 2)):
    print(a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b))
print(2 ** 10, 2 ** -1, (-2) ** 3, 2.0 ** 0.5, 0 ** 0)
print(-5, +5, -(-5), -0.0, 1 - 1.0)
print(10 / 4, 10 // 4, 1e3 // 7, 1e16 + 1)
