"""Floats and complex numbers: texts, exact ratios, special values, every operation's edges."""
inf, nan = float("inf"), float("nan")
for x in (0.0, -0.0, 0.1, 1e16, 1e-5, 123456789.123, 5e-324, 1.7976931348623157e308, inf, -inf, nan, 2.5, 1e22, 1e23):
    print(repr(x), f"{x:.3f}", f"{x:g}", x.is_integer(), x.hex(), hash(x) if x == x else "nan", end="; ")
print()
print((0.1).as_integer_ratio(), (2.5).as_integer_ratio(), float.fromhex("0x1.8p1"), float.fromhex("-inf"), float(" 1_0.5e1 "), float("-Infinity"), float("nan"))
print(*(round(x, n) for x, n in [(2.675, 2), (0.5, 0), (1.5, 0), (2.5, 0), (-0.5, 0), (1e300, 2), (12345.678, -2), (0.15, 1)]), round(2.5), round(-3.5), round(1e20))
print(7.5 // 2, -7.5 // 2, 7.5 % -2, -7.5 % 2, divmod(-7.5, 2), 0.0 % -1, 1e308 * 10, -1e308 * 10, inf - inf, inf * 0, 2.0**0.5, (-8) ** (1 / 3))
print(nan == nan, nan != nan, nan < 1, [nan] == [nan], nan in [nan], inf > 10**400, -0.0 == 0.0, {0.0: 1, -0.0: 2}, max(1.0, nan), max(nan, 1.0), min(0.0, -0.0))
print(1.5 + 1, 1 - 0.5, True * 0.5, 3 / 2, 3 // 2.0, 2**0.5 == 2.0**0.5, 0.1 + 0.2, 0.1 + 0.2 == 0.3, sum([0.1] * 10), 1e16 + 1)
z = 3 + 4j
print(z, -z, z.real, z.imag, abs(z), z.conjugate(), z * z, z / (1 - 1j), z**2, z**-1, z**0.5, z == 3 + 4j, hash(z), bool(0j), +z, z - 3, 2 * z)
print(complex("1+2j"), complex("-j"), complex(" 3 "), complex(1, -0.0), complex("nan+infj"), complex(1j, 1j), complex(), 1j**2, repr(complex(-0.0, 0)), complex(0, -1), -0j, f"{z:.2f}", f"{z:>12}", f"{1e20 + 1j:g}")
for bad in (
    lambda: float("x"), lambda: float("1e"), lambda: float([]), lambda: float("1__0"), lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: 0.0**-1, lambda: 10.0**400, lambda: round(inf), lambda: round(nan), lambda: int(inf), lambda: inf.as_integer_ratio(), lambda: nan.as_integer_ratio(), lambda: float.fromhex("zz"), lambda: float.fromhex("0x1p99999"), lambda: 1.5 << 1, lambda: 1.5 & 1, lambda: z < z, lambda: z // 1, lambda: z % 1, lambda: int(z), lambda: float(z), lambda: complex("1 + 2j"), lambda: complex("1", 2), lambda: complex(1, "2"), lambda: z / 0, lambda: 0j**-1, lambda: round(z), lambda: f"{1.5:d}", lambda: f"{z:=10}", lambda: 2.5[0], lambda: float(10**400), lambda: abs("x"), lambda: "a" * 1.5, lambda: [1][1.0]
):
    try:
        print(bad())
    except (TypeError, ValueError, ZeroDivisionError, OverflowError) as error:
        print(type(error).__name__, error)
