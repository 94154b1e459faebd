"""Insertion order, sorting with keys, stability, grouping, ranking and bisecting by hand."""
SCORES = [("ann", 90), ("bob", 85), ("cat", 90), ("dan", 70), ("eve", 85)]


def rank(rows):
    last = place = None
    for i, (name, score) in enumerate(sorted(rows, key=lambda r: -r[1]), 1):
        if score != last:
            last, place = score, i
        yield place, name


def group(items, key):
    run, current = [], None
    for item in items:
        if run and key(item) != current:
            yield current, run
            run = []
        current = key(item)
        run.append(item)
    if run:
        yield current, run


def bisect(items, x):
    low, high = 0, len(items)
    while low < high:
        middle = (low + high) // 2
        if items[middle] < x:
            low = middle + 1
        else:
            high = middle
    return low


print(list(rank(SCORES)))
print([(k, [n for n, _ in g]) for k, g in group(sorted(SCORES, key=lambda r: r[1]), lambda r: r[1])])
print([(k, len(g)) for k, g in group("aaabccd", str)], list(group([], lambda x: x)))
ordered = [1, 3, 3, 7]
print([bisect(ordered, x) for x in (0, 1, 3, 4, 9)])
for x in (2, 8, 3):
    ordered.insert(bisect(ordered, x), x)
print(ordered, sorted(SCORES, key=lambda r: (r[1], r[0]), reverse=True)[:2], sorted("bAc", key=str.swapcase))
print(min(SCORES, key=lambda r: r[1]), max(SCORES, key=lambda r: r[1]), sorted({"b": 1, "a": 2}), sorted({"b": 1, "a": 2}.items(), key=lambda kv: kv[1]))
words = ["delta", "Alpha", "charlie", "bravo"]
print(sorted(words), sorted(words, key=str.casefold), sorted(words, key=lambda w: (len(w), w)), list(reversed(sorted(words, key=len))))
top = sorted(SCORES, key=lambda r: r[1], reverse=True)[:3]
print(top, [n for n, _ in top], dict(SCORES), {v: k for k, v in SCORES}, len({v for _, v in SCORES}))
