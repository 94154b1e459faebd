"""Small classic algorithms."""


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def sieve(n):
    flags = [True] * n
    for i in range(2, n):
        if flags[i]:
            yield i
            for j in range(i * i, n, i):
                flags[j] = False


def search(items, x):
    low, high = 0, len(items)
    while low < high:
        middle = (low + high) // 2
        if items[middle] < x:
            low = middle + 1
        else:
            high = middle
    return low


def quicksort(items):
    if len(items) < 2:
        return items
    pivot, *rest = items
    return quicksort([x for x in rest if x < pivot]) + [pivot] + quicksort([x for x in rest if x >= pivot])


def permutations(items):
    if not items:
        yield []
    for i, x in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield [x, *rest]


print(gcd(84, 36), list(sieve(20)), search([1, 3, 5, 7], 5))
print(quicksort([5, 3, 8, 1]))
print(["".join(p) for p in permutations(list("abc"))])
