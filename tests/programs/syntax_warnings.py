"""Warnings that the compiler gives on standard error; the program runs all the same."""
n = 5
if n is 5:
    print("is with a literal")
print(n is not "x", () is ())
try:
    print((1, 2)(3))
except TypeError as error:
    print(error)
try:
    print([1, 2]["a"])
except TypeError as error:
    print(error)
assert (n, "always true")
print("\d is no escape", b"\z")
