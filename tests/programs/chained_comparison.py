"""A chained comparison evaluates its middle once and stops at the first false link."""


def value(n):
    print("value", n)
    return n


print(value(1) < value(2) < value(3))
print(value(3) < value(2) < value(1))
print(1 < 2 > 1 != 5 == 5)
x = 5
if 0 < x <= 5 < 10:
    print("in range")
if not 0 < x < 5:
    print("not below five")
