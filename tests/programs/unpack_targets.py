"""Unpacking into nested and starred targets, from any iterable."""
(a, b), [c, (d, e)] = (1, 2), (3, [4, 5])
print(a, b, c, d, e)
*init, last = range(5)
head, *rest = "xyz"
x, *none, y = 1, 2
print(init, last, head, rest, x, none, y)
for i, (k, *v) in enumerate([("a", 1, 2), ("b",)]):
    print(i, k, v)
first, = {"only": 1}
[p, q] = {3: "three", 4: "four"}.items()
print(first, p, q)
a, b, c, d = c, d, a, b
print(a, b, c, d)
for bad in ((1,), (1, 2, 3)):
    try:
        a, b = bad
    except ValueError as error:
        print(error)
try:
    a, *b, c = [1]
except ValueError as error:
    print(error)
try:
    a, b = 5
except TypeError as error:
    print(error)
