"""Lists, dicts, sets and comprehensions."""
words = [str(n % 1000) for n in range(1_200_000)]
counts = {}
for word in words:
    counts[word] = counts.get(word, 0) + 1
squares = {n * n for n in range(600_000)}
pairs = sorted((count, word) for word, count in counts.items())
print(len(counts), len(squares), pairs[0], sum(n for n in range(1_800_000) if n in squares))
