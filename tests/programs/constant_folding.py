"""What the compiler computes beforehand, and what it leaves for the run."""
print(2 * 3 + 4, 2 ** 10, "a" * 3, "ab" "cd", -5, not True, 10 // 3, 1 / 4, (1, 2) + (3,))
print((1, 2, 3)[1], "abc"[0], -(-1), ~0, +1.5, 1 << 8, 0xFF & 0x0F, 2 ** 100, 7 % 3)
print(1 in (1, 2), 3 in [1, 2, 3], "x" in {"x", "y"}, [1, 2, 3] == [1, 2, 3])
for x in [1, 2, 3]:
    print(x, end=" ")
for x in {1: 2}:
    print(x)
if 1 == 1 and not 0:
    print("folded")
while 0:
    print("never")
print("yes" if "" else "no", None or "default", 5 and 6)
day = 24 * 60 * 60
print(day, 1e3 * 2, "%s" % "x", "{}".format(1), f"{1}" "2", (), ((1, 2), (3, (4, "x"))))
try:
    1 / 0
except ZeroDivisionError:
    print("left for the run")
