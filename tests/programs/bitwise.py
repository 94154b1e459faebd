"""The bit operators, on negative ints too, and on bools."""
a, b = 0b1100, 0b1010
print(a & b, a | b, a ^ b, ~a, a << 3, a >> 2)
print(-1 >> 10, -5 & 0xFF, -5 | 3, ~0, 1 << 70, (1 << 70) >> 68)
print(True & False, True | False, True ^ True, ~5, True + True)
print(bin(a), hex(255), oct(8), bin(-5), hex(-255))
