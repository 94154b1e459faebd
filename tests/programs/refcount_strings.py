"""Strings made at run time are counted; interned ones are shared."""
import sys

made = "-".join(["a", "b"])
print(sys.getrefcount(made))
same = made
table = {made: 1}
print(sys.getrefcount(made), made is same)
other = "-".join(["a", "b"])
print(other == made, other is made)
a, b = sys.intern("".join(["in", "terned"])), sys.intern("".join(["inter", "ned"]))
print(a is b)
del table, same
print(sys.getrefcount(made))
parts = made.split("-")
print([sys.getrefcount(part) > 2**31 for part in parts])
words = "some words here".split()
print([sys.getrefcount(word) for word in words])
number = int("123456")
numbers = [number] * 3
print(sys.getrefcount(number))
ten = 10**10
print(sys.getrefcount(ten + 0))
