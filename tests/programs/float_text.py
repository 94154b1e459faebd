"""Floats as text: the shortest digits that come back."""
for x in (0.1, 0.1 + 0.2, 1 / 3, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308, 100.0, 1.5e300):
    print(x, repr(-x), float(str(x)) == x)
print(float("inf"), float("-inf"), float("nan"), float(" 1.5e3 "), float("1_000.5"), float("-0"))
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.5, -2), round(0.5), round(1e20))
print(int(3.99), int(-3.99), 7.0 // 2, -7.5 % 2, 1e308 * 10, 3.0 == 3, hash(3.0) == hash(3), hash(0.5))
print((0.5).as_integer_ratio(), (2.0).is_integer(), (2.5).hex(), float.fromhex("0x1.8p+1"))
print(min(1, 1.0), max(2, 2.5), sum([0.1] * 10), sum([1, 2.5]), abs(-2.5), divmod(7.5, 2))
for text in ("x", "", "1.2.3", "1e"):
    try:
        float(text)
    except ValueError as error:
        print(error)
