# Numbers at their edges: rounding, sizes, texts, errors.
print(-7 // 2, -7 % 2, 7 // -2, divmod(-7, 2), -7.5 // 2, -7.5 % 2, divmod(7.5, -2), -0.0 % 1, 0.0 // -1)
print(2**100, -(2**63), 2**63 - 1 + 1, (1 << 70) >> 65, -5 >> 1, ~(2**64), (2**70) & -(2**65), 5 ^ -(2**64))
print((2**1000) / (2**999 + 1), 10**400 / 10**399, 1 / 3, 9007199254740993 / 1, pow(3, -1, 7), pow(2, 10**6, 97), 3**-2)
print(round(2.675, 2), round(-2.5), round(0.5), round(1234, -2), round(25, -1), round(1e300, 2), round(5e-324, 323))
print(0.1 + 0.2, 1e16, 1e15, 1e-4, 1e-5, 123456789012345678.0, 5e-324, 1.7976931348623157e308, float("-inf"), -0.0)
print((0.1).hex(), float.fromhex("0x1.8p-2"), (0.75).as_integer_ratio(), (2.0).is_integer(), float(" 1_0.5e1\n"), float("NaN"))
print(int("0x_ff", 0), int(" -12 "), int("z", 36), int("\u0663\u0664"), int(b"7"), int(1e20), int(-1.9), (300).bit_length(), (-7).bit_count())
print((258).to_bytes(2), (-2).to_bytes(2, "little", signed=True), int.from_bytes(b"\xff\xfe", signed=True), (5).as_integer_ratio())
print(hash(2**61 - 1), hash(2**61), hash(1.5), hash(-1), hash(1e300), hash(3 + 4j), 2**53 + 1 == float(2**53 + 1), 2**53 < 2.0**53 + 2)
print((1 + 2j) * (3 - 1j), (1 + 2j) / (3 - 1j), (1 + 1j) ** 3, abs(3 + 4j), complex("1e3-2j"), complex(1.5, -0.0), -1j, 2j.conjugate())
print((-8) ** (1 / 3), True + True, True & 1, True | False, bool(""), True.__index__(), 10 ** 20 == 1e20, 2**64 > 1.8e19)
for call in [lambda: 1 // 0, lambda: 1 % 0, lambda: 1 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: 1 / 0j, lambda: 0.0**-1,
             lambda: 10.0**400, lambda: 1 << -1, lambda: 1 << 10**20, lambda: int("x"), lambda: int("9" * 5000), lambda: str(10**5000),
             lambda: int("1", 99), lambda: int(None), lambda: float("x"), lambda: float([]), lambda: complex("x"), lambda: int(float("nan")),
             lambda: float(10**400), lambda: 10**400 / 3, lambda: (256).to_bytes(1), lambda: (-1).to_bytes(1), lambda: pow(2, -1, 4),
             lambda: round(float("inf")), lambda: 1j < 2, lambda: 1j // 2, lambda: 1 + "a", lambda: "a" + 1, lambda: -"a"]:
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
