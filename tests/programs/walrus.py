"""The assignment expression in conditions, calls and comprehensions."""
items = [1, 2, 3]
if (n := len(items)) > 2:
    print("long", n)
while (x := items.pop()) > 1:
    print("popped", x)
print(x, items)
print([y := 1, y + 1], y)
big = [half for v in range(8) if (half := v // 2) > 1]
print(big, half)


def f():
    total = 0
    sums = [total := total + v for v in range(4)]
    return sums, total


print(f())
print((lambda: (z := 3) + z)())
