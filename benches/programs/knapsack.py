"""Dynamic programming: knapsack, longest common subsequence, change, edit distance: tables of ints."""


def knapsack(items, room):
    """The best value, and which items give it."""
    table = [[0] * (room + 1)]
    for weight, value in items:
        above = table[-1]
        row = above[:]
        for space in range(weight, room + 1):
            with_it = above[space - weight] + value
            if with_it > row[space]:
                row[space] = with_it
        table.append(row)
    chosen = []
    space = room
    for i in range(len(items), 0, -1):
        if table[i][space] != table[i - 1][space]:
            chosen.append(i - 1)
            space -= items[i - 1][0]
    return table[-1][room], chosen


def common(a, b):
    """A longest common subsequence."""
    lengths = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            if x == y:
                lengths[i + 1][j + 1] = lengths[i][j] + 1
            else:
                lengths[i + 1][j + 1] = max(lengths[i][j + 1], lengths[i + 1][j])
    result = []
    i, j = len(a), len(b)
    while i and j:
        if a[i - 1] == b[j - 1]:
            result.append(a[i - 1])
            i -= 1
            j -= 1
        elif lengths[i - 1][j] >= lengths[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return "".join(reversed(result))


def edits(a, b):
    before = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y)))
        before = row
    return before[-1]


def change(amount, coins):
    ways = [1] + [0] * amount
    for coin in coins:
        for total in range(coin, amount + 1):
            ways[total] += ways[total - coin]
    return ways[amount]


def main(size):
    items = [(i * 7 % 23 + 2, i * 13 % 37 + 1) for i in range(240)]
    value, chosen = knapsack(items, size)
    a = "".join("acgt"[i * i % 11 % 4] for i in range(size))
    b = "".join("gtca"[i * 7 % 13 % 4] for i in range(size))
    print(value, len(chosen), len(common(a, b)), edits(a, b))
    print(change(size * 40, (1, 2, 5, 10, 20, 50)))


if __name__ == "__main__":
    main(1_400)
