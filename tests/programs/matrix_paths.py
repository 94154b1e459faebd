"""Grids: flood fill, shortest paths, spirals, transposes, Pascal's triangle and magic squares."""
GRID = ["S.#.", "..#E", "...."]


def neighbours(x, y):
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        nx, ny = x + dx, y + dy
        if 0 <= ny < len(GRID) and 0 <= nx < len(GRID[0]) and GRID[ny][nx] != "#":
            yield nx, ny


def shortest(start, goal):
    seen, layer, steps = {start}, [start], 0
    while layer:
        if goal in layer:
            return steps
        layer = [n for cell in layer for n in neighbours(*cell) if n not in seen and not seen.add(n)]
        steps += 1


def spiral(rows):
    rows = [list(r) for r in rows]
    while rows:
        yield from rows.pop(0)
        rows = [list(c) for c in zip(*rows)][::-1]


def pascal(n):
    row = [1]
    for _ in range(n):
        yield row
        row = [a + b for a, b in zip([0, *row], [*row, 0])]


def magic(n):
    square = [[0] * n for _ in range(n)]
    x, y = n // 2, 0
    for k in range(1, n * n + 1):
        square[y][x] = k
        nx, ny = (x + 1) % n, (y - 1) % n
        x, y = (nx, ny) if not square[ny][nx] else (x, (y + 1) % n)
    return square


print(shortest((0, 0), (3, 1)), shortest((0, 0), (2, 0)))
print(list(spiral([[1, 2, 3], [4, 5, 6], [7, 8, 9]])), list(spiral(["ab"])))
print(*map(str, pascal(5)))
square = magic(3)
print(square, {sum(r) for r in square}, {sum(c) for c in zip(*square)}, sum(square[i][i] for i in range(3)))
print([*map(list, zip(*["abc", "de"]))], [r[::-1] for r in zip(*square)])
