"""Pancake flips over all permutations: list slices, indexing, tight loops over small ints."""


def permutations(n):
    """All orders of range(n) in turn; the same list is changed and yielded each time."""
    order = list(range(n))
    counts = [0] * n
    yield order
    i = 1
    while i < n:
        if counts[i] < i:
            order.insert(0, order.pop(i))
            counts[i] += 1
            i = 1
            yield order
        else:
            order.insert(0, order.pop(i))
            counts[i] = 0
            i += 1


def flips_of(order):
    """How often the stack is turned until 0 lies on top."""
    stack = order[:]
    flips = 0
    top = stack[0]
    while top:
        stack[: top + 1] = stack[top::-1]
        flips += 1
        top = stack[0]
    return flips


def fannkuch(n):
    most = checksum = 0
    sign = 1
    for order in permutations(n):
        flips = flips_of(order)
        if flips > most:
            most = flips
        checksum += sign * flips
        sign = -sign
    return checksum, most


if __name__ == "__main__":
    for _ in range(2):
        checksum, most = fannkuch(9)
    print(checksum, most)
