"""Generators: a frame that sleeps between its yields."""


def squares(limit):
    n = 0
    while n * n < limit:
        received = yield n * n
        if received is not None:
            n = received
        n += 1


numbers = squares(100)
print(next(numbers), next(numbers))
print(numbers.send(5))
print(list(numbers))
