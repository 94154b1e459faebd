"""Ends in an exception inside a generator that a comprehension drives."""


def numbers():
    yield 1
    yield 2
    yield "three" - 3


def pipeline(source):
    for n in source:
        yield n * 10


print("start")
print([n for n in pipeline(numbers())])
