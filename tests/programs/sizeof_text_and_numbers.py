"""Strings by their widest character, ints by their digits."""
from sys import getsizeof

for text in ("", "a", "ab", "é", "éa", "ñandú", "€", "€uro", "😀", "a😀", "x" * 100, "é" * 100, "€" * 100):
    print(ascii(text[:5]), len(text), getsizeof(text))
for data in (b"", b"a", b"abc" * 10):
    print(data[:3], getsizeof(data))
for bits in (0, 1, 29, 30, 31, 59, 60, 61, 89, 90, 91, 1000):
    print(bits, getsizeof(1 << bits), getsizeof(-(1 << bits)), getsizeof((1 << bits) - 1))
print(getsizeof(0), getsizeof(True), getsizeof(1.5), getsizeof(1j), getsizeof(None), getsizeof(...))


class Text(str):
    pass


class Number(int):
    pass


print(getsizeof(Text("abc")), getsizeof(Text("€")), getsizeof(Number(5)), getsizeof(Number(2**100)))
