"""Generators of generators: a tree walked with `yield from`, and lazy pipelines."""


class Node:
    def __init__(self, left, value, right):
        self.left = left
        self.value = value
        self.right = right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def tree(low, high):
    """A balanced tree of range(low, high)."""
    if low >= high:
        return None
    middle = (low + high) // 2
    return Node(tree(low, middle), middle, tree(middle + 1, high))


def evens(numbers):
    for n in numbers:
        if n % 2 == 0:
            yield n


def windows(numbers, size):
    window = []
    for n in numbers:
        window.append(n)
        if len(window) == size:
            yield tuple(window)
            del window[0]


def take(source, count):
    for _, item in zip(range(count), source):
        yield item


def counting(start=0):
    while True:
        yield start
        start += 1


def running_mean():
    """Fed with send()."""
    total = count = 0
    mean = None
    while True:
        total += yield mean
        count += 1
        mean = total / count


def main(size):
    root = tree(0, size)
    total = sum(root)
    longest = max(sum(window) for window in windows(evens(root), 3))
    squares = sum(n * n for n in take(evens(counting()), size))
    mean = running_mean()
    next(mean)
    for n in range(size):
        last = mean.send(n)
    return total, longest, squares, last


if __name__ == "__main__":
    for _ in range(6):
        answer = main(60_000)
    print(*answer)
