"""Dict and set comprehensions, and their order of evaluation."""
print({x: x * x for x in range(4)})
print({k: v for k, v in [("a", 1), ("b", 2), ("a", 3)]})
print(sorted({x % 3 for x in range(10)}))
print({v: k for k, v in {"x": 1, "y": 2}.items()})
print({n: {m for m in range(n)} for n in range(3)})


def show(x):
    print("show", x)
    return x


print({show(k): show(-k) for k in (1, 2)})
words = "the quick brown the lazy quick".split()
print({w: words.count(w) for w in words if len(w) > 3})
