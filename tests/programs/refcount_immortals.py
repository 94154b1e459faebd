"""Immortal objects show the same large count, whatever happens."""
import sys

count = sys.getrefcount(None)
held = [None] * 1000
print(sys.getrefcount(None) == count, count > 2**31)
for value in (True, False, 0, 1, -5, 256, "", "a", b"", b"x", (), ..., NotImplemented, int, type, object, Exception):
    print(repr(value)[:20], sys.getrefcount(value) == count)
for value in (257, -6, 1.5, 10**20, "two words here", b"xy", (1, 2), [], {}, frozenset([1])):
    print(repr(value), sys.getrefcount(value) == count)
print(sys.getrefcount("interned_name") == count)
dynamic = "".join(["some", "thing"])
print(sys.getrefcount(dynamic), sys.getrefcount(sys.intern(dynamic)))
print(len(held))
