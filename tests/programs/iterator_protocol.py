"""iter and next on builtin and own iterators; __getitem__ alone is enough to iterate."""


class Old:
    def __getitem__(self, i):
        if i == 3:
            raise IndexError
        return i * 10


class Pairs:
    def __iter__(self):
        yield 1, 2
        yield 3, 4


print(list(Old()), 20 in Old(), [a + b for a, b in Pairs()], dict(Pairs()))
it = iter([1, 2, 3])
for x in it:
    print(x, next(it, "none"))
e = enumerate("ab")
print(next(e), list(e), list(e))
z = zip([1, 2, 3], iter("ab"))
print(list(z), next(z, "end"))
m = map(int, ["1", "x"])
print(next(m))
try:
    next(m)
except ValueError as error:
    print(error)
r = reversed([1, 2])
print(next(r), iter(r) is r, list(r))


class Bad:
    def __iter__(self):
        return 5


for attempt in (lambda: iter(Bad()), lambda: list(Bad()), lambda: next([]), lambda: [x for x in 5], lambda: iter(int)):
    try:
        attempt()
    except TypeError as error:
        print(error)
