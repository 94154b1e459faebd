# The order in which sets are iterated, after all kinds of operations.
words = "the quick brown fox jumps over a lazy dog and runs away from the angry bear".split()
s = set(words)
print(s)
t = {w[::-1] for w in words}
print(s | t, s & set(words[3:9]), s - set(words[:5]), s ^ set(words[5:] + ["x", "y"]), sep="\n")
print(frozenset(s), s.copy(), set(list(s)), sep="\n")

numbers = set(range(0, 1000, 37))
print(numbers)
numbers |= {n * 64 for n in range(20)}
print(numbers)
numbers -= set(range(0, 1300, 2))
print(numbers)
for n in range(5, 100, 10):
    numbers.discard(n)
    numbers.add(n + 1)
print(numbers)
print([numbers.pop() for _ in range(5)], numbers)

s = {0, 8, 16, 24}
s.remove(8)
s.add(32)
s.add(40)
print(s, {32, 0, 8}, {8, 0, 32}, {-1, -2, 2**61 - 2})

mixed = {1, True, 1.0, "1", (1,), None, 2.5, frozenset({1, 2}), b"1"}
print(mixed, len(mixed))
print(hash(frozenset()), hash(frozenset({1})), hash(frozenset({1, 2, 3})), hash(frozenset({"a", (1, 2)})))
print(dict.fromkeys({3, 1, 2, 10, -3}).keys() & {1, 2, 3}, {1: 2, 3: 4}.items() ^ {(1, 2), (5, 6)})
print({1: 0, 2: 0, 3: 0}.keys() | {"c", "a", "b"}, {1: 0, 2: 0}.keys() - [1])
print({3} in [frozenset({3})], {1, 2} <= {1, 2, 3}, {1, 2}.isdisjoint([3]), {1, 2}.issuperset((1,)))
