"""Sets: membership, algebra, frozensets as keys, flood fill, the game of life."""


def life(cells):
    """One generation of Conway's game on an unbounded plane."""
    around = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    place = x + dx, y + dy
                    around[place] = around.get(place, 0) + 1
    return {place for place, n in around.items() if n == 3 or (n == 2 and place in cells)}


def flood(walls, size):
    seen = {(0, 0)}
    edge = {(0, 0)}
    rounds = 0
    while edge:
        fresh = set()
        for x, y in edge:
            for place in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
                if 0 <= place[0] < size and 0 <= place[1] < size and place not in walls:
                    fresh.add(place)
        edge = fresh - seen
        seen |= edge
        rounds += 1
    return len(seen), rounds


def algebra(count):
    families = [{n for n in range(3, 900) if n % k == 0} for k in range(2, 30)]
    total = 0
    for turn in range(count):
        a = families[turn % 28]
        b = families[turn * 5 % 28]
        total += len(a | b) - len(a & b) + len(a ^ b)
        total += a <= b
        total += not a.isdisjoint(b)
    return total


def subsets(items):
    """All sums of subsets, each subset met once as a frozenset."""
    known = {frozenset(): 0}
    for item in items:
        for chosen, total in list(known.items()):
            known[chosen | {item}] = total + item
    return len(known), len(set(known.values()))


def remove_multiples(limit):
    numbers = set(range(2, limit))
    for n in range(2, int(limit**0.5) + 1):
        if n in numbers:
            numbers -= set(range(n * n, limit, n))
    return len(numbers)


def main():
    cells = {(0, 1), (1, 3), (2, 0), (2, 1), (2, 4), (2, 5), (2, 6)}
    for _ in range(1_100):
        cells = life(cells)
    size = 100
    walls = {(x, y) for x in range(size) for y in range(size) if x * y % 11 == 5 or (x ^ y) == 12}
    print(len(cells), *flood(walls, size), algebra(2500))
    fibonacci = [3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987]
    print(*subsets(fibonacci), remove_multiples(120_000))


if __name__ == "__main__":
    main()
