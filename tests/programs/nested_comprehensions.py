"""Comprehensions nested, conditional, with walrus, in class bodies and lambdas, and their scopes."""
x = "outer"
print([x for x in range(3)], x, {x for x in "abca"} == set("abc"), {x: x for x in (1, 2)}, x)
print([(a, b) for a in range(4) if a % 2 for b in range(a) if b != 1], [[i * j for j in range(1, 4)] for i in range(1, 4)])
print([y := 1, y**2], [z for i in range(3) if (z := i * 2) > 1], z, [last := c for c in "abc"], last)
print({k: [v for v, w in enumerate("abab") if w == k] for k in sorted(set("abab"))}, {i: {j for j in range(i)} for i in range(3)})
fs = [lambda: late for late in range(3)]
gs = [(lambda k: lambda: k)(early) for early in range(3)]
print([f() for f in fs], [g() for g in gs], [[f(j) for j in (1, 2)] for f in (lambda v: v + 1, str)])


class Body:
    base = 2
    scaled = [base for _ in range(1)] if False else [v for v in range(base)]
    pairs = [(v, w) for v in range(base) for w in "ab"]
    try:
        broken = [base * v for v in range(2)]
    except NameError as error:
        broken = str(error)


print(Body.scaled, Body.pairs, Body.broken)


def inner():
    n = 3
    return [p for p in range(n)], n, [(lambda: n)() for _ in range(1)], {m: n for m in range(1)}


print(inner(), sum(i * i for i in range(4)), max((len(w), w) for w in "a bbb cc".split()), list(map(lambda r: [*r], (range(k) for k in range(3)))))
matrix = [[1, 2], [3, 4]]
print([v for row in matrix for v in row], [[row[i] for row in matrix] for i in range(2)], [*zip(*matrix)], [sum(r) for r in matrix], any(v > 3 for r in matrix for v in r))
print([v for v in (1, 0, 2) if v if v > 1], [a if a else "zero" for a in (0, 1)], [not a for a in (0, 1)], ["%d%s" % p for p in zip((1, 2), "ab")], [f"{a}{b}" for a in "xy" for b in range(2) if (a, b) != ("x", 1)])
gen = (print("made", v) or v for v in range(2))
print("before", next(gen), list(gen), list(gen))
for bad in ("[i for i in 5]", "[undefined for _ in 'a']", "[a for a, b in [1]]", "{[]: 1 for _ in 'a'}", "[1 / v for v in (1, 0)]"):
    try:
        eval(bad)
    except (TypeError, NameError, ZeroDivisionError) as error:
        print(bad, type(error).__name__, error)
