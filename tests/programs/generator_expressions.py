"""Generator expressions are lazy, except for their first iterable."""


def source(n):
    print("source", n)
    return range(n)


g = (x * 10 for x in source(3))
print("made")
print(next(g), list(g), list(g))
print(sum(x * x for x in range(4)), max((len(w), w) for w in ("a", "ccc", "bb")))
print(any(print("test", n) or n > 1 for n in range(5)), all(n for n in [1, 2, 0, 3]))
y = 1
late = (x + y for x in range(3))
y = 100
print(list(late), tuple(a for a in "ab"), dict((k, 1) for k in "xy"))
print(" ".join(str(n) for n in range(3)))


def evens():
    return (x for x in range(10) if not x % 2 for _ in range(2))


print(list(evens()))
