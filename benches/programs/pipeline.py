"""Generators, closures and exceptions."""


def numbers(n):
    for i in range(n):
        yield i


def doubled(source):
    for n in source:
        yield 2 * n


def check(n):
    if n % 3 == 0:
        raise ValueError(n)
    return n


total = caught = 0
for n in doubled(numbers(1_800_000)):
    try:
        total += check(n)
    except ValueError:
        caught += 1
print(total, caught)
