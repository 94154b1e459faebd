"""Watch UNPACK_SEQUENCE spread a value over the stack, and SWAP exchange two names without a tuple."""

a, b = 1, 2
a, b = b, a
print(a, b)

first, *middle, last = "spam!"
print(first, middle, last)

(x, y), z = (10, 20), 30
print(x + y + z)

pairs = {"one": 1, "two": 2}
for index, (key, value) in enumerate(pairs.items()):
    print(index, key, value)

merged = {**pairs, "three": 3}
print([*pairs, *middle], merged)


def total(*args, **kwargs):
    return sum(args) + sum(kwargs.values())


print(total(*[1, 2], *range(3), **pairs))
try:
    a, b = (1, 2, 3)
except ValueError as error:
    print(error)
