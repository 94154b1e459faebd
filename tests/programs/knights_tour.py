"""Backtracking: n queens, subset sums, sudoku rows and a maze, as generators."""


def queens(n, placed=()):
    if len(placed) == n:
        yield placed
        return
    for column in range(n):
        if all(column != c and abs(column - c) != len(placed) - r for r, c in enumerate(placed)):
            yield from queens(n, (*placed, column))


def subsets(numbers, target, chosen=()):
    if target == 0:
        yield chosen
    for i, n in enumerate(numbers):
        if n <= target:
            yield from subsets(numbers[i + 1 :], target - n, chosen + (n,))


MAZE = """
#######
#S  # #
# # # #
# #  E#
#######""".strip().splitlines()


def walk(maze, at, seen=frozenset()):
    x, y = at
    if maze[y][x] == "E":
        return [at]
    for dx, dy in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        step = x + dx, y + dy
        if maze[step[1]][step[0]] != "#" and step not in seen:
            if rest := walk(maze, step, seen | {at}):
                return [at, *rest]


print(next(queens(4)), list(queens(3)))
print(list(subsets((7, 5, 3, 2, 1), 10)))
path = walk(MAZE, (1, 1))
print(len(path), *("".join("." if (x, y) in path and c == " " else c for x, c in enumerate(row)) for y, row in enumerate(MAZE)), sep="\n")
gen = queens(4)
print(next(gen), gen.close(), list(gen))
