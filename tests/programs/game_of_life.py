"""Conway's life on a set of living cells: a glider, a blinker and a block."""


def step(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    key = x + dx, y + dy
                    counts[key] = counts.get(key, 0) + 1
    return {c for c, n in counts.items() if n == 3 or n == 2 and c in cells}


def show(cells, width, height):
    return "\n".join("".join(".#"[(x, y) in cells] for x in range(width)) for y in range(height))


glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for generation in range(2):
    print(show(glider, 4, 4), end="\n\n")
    glider = step(glider)
block = {(0, 0), (0, 1), (1, 0), (1, 1)}
print(step(block) == block, step(set()))
