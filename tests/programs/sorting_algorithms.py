"""Five ways to sort, compared with sorted(), and what sort() promises."""


def noise(count, seed=7):
    for _ in range(count):
        seed = (seed * 1103515245 + 12345) % 2**31
        yield seed % 50


def bubble(items):
    for end in range(len(items) - 1, 0, -1):
        swapped = False
        for i in range(end):
            if items[i] > items[i + 1]:
                items[i], items[i + 1] = items[i + 1], items[i]
                swapped = True
        if not swapped:
            break
    return items


def insertion(items):
    for i in range(1, len(items)):
        value = items[i]
        while i and items[i - 1] > value:
            items[i] = items[i - 1]
            i -= 1
        items[i] = value
    return items


def quick(items):
    if len(items) < 2:
        return items
    pivot, *rest = items
    return quick([x for x in rest if x < pivot]) + [pivot] + quick([x for x in rest if x >= pivot])


def merge(items):
    if len(items) < 2:
        return items
    half = len(items) // 2
    left, right = merge(items[:half]), merge(items[half:])
    out = []
    while left and right:
        out.append((left if left[0] <= right[0] else right).pop(0))
    return out + left + right


def counting(items):
    counts = [0] * (max(items) + 1)
    for x in items:
        counts[x] += 1
    return [x for x, n in enumerate(counts) for _ in range(n)]


data = list(noise(7))
print(data)
for sort in (bubble, insertion, quick, merge, counting):
    print(f"{sort.__name__:10}", sort(data[:]) == sorted(data))
words = "Banana apple cherry Date elder fig apple".split()
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len, reverse=True))
words.sort(key=lambda w: (-len(w), w))
print(words)
pairs = [(2, "b"), (1, "x"), (2, "a"), (1, "y")]
print(sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: p[0], reverse=True))


class Grumpy:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        if self.n == 3:
            raise RuntimeError("no comparing threes")
        return self.n < other.n


for bad in (lambda: sorted([1, "a"]), lambda: sorted([Grumpy(n) for n in (1, 3, 2)]), lambda: sorted([1j, 2j]), lambda: sorted(5), lambda: [3, 1].sort(None)):
    try:
        bad()
    except (TypeError, RuntimeError) as error:
        print(type(error).__name__, error)
mutating = [3, 2, 1]
try:
    mutating.sort(key=lambda x: mutating.append(x) or x)
except ValueError as error:
    print(error)
