"""Closures: cells outlive the frame that made them."""


def counter(start):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count

    return step


first = counter(10)
second = counter(100)
print(first(), first(5), second())
