"""Identity of small ints, constants and strings, where a program can see it."""
a, b = 256, 256
print(a is b)
x = 1000
y = 1000
print(x is y)
n = 100
z = int("1000")
print(x is z, int("100") is n)
s, t = "name", "name"
print(s is t)
u = "".join(["na", "me"])
print(u == s, u is s)
print((1, 2) == (1, 2), None is None, True is (1 == 1))
n = 250
for _ in range(10):
    n += 1
print(n)
print([] is not [], {} == {}, s[1] is t[1], chr(97) is s[1])
