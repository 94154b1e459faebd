"""Ints: every method, conversions, rounding, limits, and how they meet other numbers."""
for n in (0, 1, -1, 255, -256, 2**64, -(2**100) + 1):
    print(n, n.bit_length(), n.bit_count(), n.conjugate(), n.numerator, n.denominator, n.real, n.imag, n.as_integer_ratio(), n.is_integer(), hash(n))
print(*(round(x, n) for x, n in [(1234, -2), (1250, -2), (1350, -2), (-1250, -2), (15, -1), (25, -1), (7, 3), (5, -1), (2**70, -20)]))
print((1000).to_bytes(2, "big"), (1000).to_bytes(4, "little"), (-2).to_bytes(2, signed=True), (5).to_bytes(), int.from_bytes(b"\x01\x00"), int.from_bytes([255, 255], signed=True), int.from_bytes(b"", "big"))
print(7 // 2, -7 // 2, 7 // -2, -7 % 2, 7 % -2, divmod(-7, 2), divmod(7, -2), -7 >> 1, -7 & 0xF, ~5, 5 ^ -1, -1 >> 100)
print(2**-1, 0**0, (-2) ** 3, pow(2, 10, 1000), pow(-3, 3, 5), 10**20 // 3, -(10**20) // 3, 10**20 / 3, 1 / 3)
print(1 == 1.0, 2**53 == 2.0**53, 2**53 + 1 == 2.0**53, 10**400 > 1e308, 10**400 < float("inf"), 1 < 1.5, 3 == 3 + 0j, True + True, True << 3, ~True if False else -2)
print(int(3.99), int(-3.99), int("  42\n"), int("-0b11", 2), int("7f", 16), int(b"12"), int(bytearray(b"9")), int("𝟗"), int(True), int())
print(bin(-10), oct(64), hex(-255), format(10**10, ","), f"{10**6:_}", f"{-5:05}", f"{5:+}", f"{255:#06x}", chr(65), ord("é"), (5).__format__("^5"))


class Num:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n

    def __trunc__(self):
        return self.n * 2


class AsInt:
    def __int__(self):
        return 77


print(int(Num(5)), [0, 1, 2][Num(1)], range(10)[Num(3)], "ab" * Num(2), bin(Num(6)), int(AsInt()), [1, 2, 3][Num(-1) :], round(Num(3).__index__()))
for bad in (
    lambda: int("x"), lambda: int("1.5"), lambda: int(None), lambda: int("5", 50), lambda: int(5, 2), lambda: int(float("nan")), lambda: int(float("inf")), lambda: int([]), lambda: 5 + "5", lambda: "5" + 5, lambda: 5 // 0, lambda: 5 % 0, lambda: divmod(5, 0), lambda: 5 / 0, lambda: 0**-1, lambda: 1 << -1, lambda: 1 >> -1, lambda: 10**400 * 1.0, lambda: 10**400 / 3, lambda: (256).to_bytes(1), lambda: (-1).to_bytes(2), lambda: int.from_bytes(b"a", "mid"), lambda: (5).to_bytes(-1), lambda: round(5, "x"), lambda: 5 @ 5, lambda: -"5", lambda: ~1.5, lambda: 5()  , lambda: 5[0], lambda: len(5), lambda: chr(-1), lambda: chr(0x110000), lambda: ord("ab"), lambda: int("9" * 5000), lambda: str(10**5000)
):
    try:
        print(bad())
    except (TypeError, ValueError, ZeroDivisionError, OverflowError) as error:
        print(type(error).__name__, error)
