"""Conditional expressions, nested ones and as operands."""
for n in (-1, 0, 1):
    sign = "negative" if n < 0 else "zero" if n == 0 else "positive"
    print(n, sign, (n or 1) * (2 if sign == "zero" else 3))
print([x if x % 2 else -x for x in range(4)])
print((lambda x: "big" if x > 10 else "small")(11))
