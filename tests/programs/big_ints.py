"""Ints of any size: arithmetic, bits, conversion to and from text."""
big = 2 ** 100
print(big, -big, big * big, big // 3, big % 1000, -big // 7, -big % 7)
print(big - 1, big + 1 - big, big >> 90, 1 << 100 == big, big & (big - 1), ~big, big ^ 255)
print(3 ** 80, 10 ** 30 // 10 ** 28, divmod(-10 ** 20, 3), pow(3, 200, 1000007))
print(int("123456789012345678901234567890") + 1, int("-ff", 16), int("0b101", 0), int("z", 36))
print(big.bit_length(), hash(2 ** 61 - 1), hash(2 ** 61), hash(-1), big == float(big), big / 3)
f = 1
for i in range(1, 26):
    f *= i
print(f, len(str(f)), f"{f:,}", hex(f))
print((255).to_bytes(2, "big"), int.from_bytes(b"\x01\x00", "little"), (-5).bit_count(), (10).conjugate())
print(2 ** 63 - 1, 2 ** 63, -2 ** 63, -2 ** 63 - 1, 2 ** 64 - 1, 9223372036854775807 + 1)
print(round(12345, -2), round(-15, -1), int(1e20), int(-3.9), abs(-big))
