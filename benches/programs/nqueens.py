"""Queens on a chess board by way of permutations: generators, set comprehensions, recursion."""


def permutations(items):
    """All orders of a tuple, in lexical order of places."""
    items = list(items)
    n = len(items)
    places = list(range(n))
    cycles = list(range(n, 0, -1))
    yield tuple(items)
    while n:
        for i in reversed(range(n)):
            cycles[i] -= 1
            if cycles[i] == 0:
                places[i:] = places[i + 1 :] + places[i : i + 1]
                cycles[i] = n - i
            else:
                j = cycles[i]
                places[i], places[-j] = places[-j], places[i]
                yield tuple(items[p] for p in places)
                break
        else:
            return


def by_permutation(n):
    for queens in permutations(range(n)):
        if (
            n
            == len({queens[i] + i for i in range(n)})
            == len({queens[i] - i for i in range(n)})
        ):
            yield queens


def by_search(n, row=0, columns=0, rising=0, falling=0):
    """Counts solutions with the attacked lines held in the bits of ints."""
    if row == n:
        return 1
    count = 0
    free = ~(columns | rising | falling) & ((1 << n) - 1)
    while free:
        bit = free & -free
        free ^= bit
        count += by_search(n, row + 1, columns | bit, (rising | bit) << 1, (falling | bit) >> 1)
    return count


if __name__ == "__main__":
    print(len(list(by_permutation(9))), by_search(11))
