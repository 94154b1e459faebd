"""Watch the frames pile up, one for each call that waits, and the results travel back down."""


def factorial(n):
    if n <= 1:
        return 1
    return n * factorial(n - 1)


def hanoi(n, source, target, spare, moves):
    if n == 0:
        return moves
    moves = hanoi(n - 1, source, spare, target, moves)
    moves.append(source + target)
    return hanoi(n - 1, spare, target, source, moves)


print(factorial(6))
print(" ".join(hanoi(3, "A", "C", "B", [])))
