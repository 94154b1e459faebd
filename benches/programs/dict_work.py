"""Dictionaries: counting, grouping, merging, inverting, memo tables, deletion, views."""


def grouped(records):
    groups = {}
    for key, value in records:
        groups.setdefault(key, []).append(value)
    return groups


def counted(items):
    counts = {}
    for item in items:
        if item in counts:
            counts[item] += 1
        else:
            counts[item] = 1
    return counts


def inverted(table):
    result = {}
    for key, value in table.items():
        result[value] = key
    return result


def paths(size):
    """Ways through a grid with walls, remembered by place."""
    memo = {}

    def ways(row, column):
        if row == 0 or column == 0:
            return 1
        place = row, column
        if place not in memo:
            wall = (row * column) % 7 == 3
            memo[place] = 0 if wall else ways(row - 1, column) + ways(row, column - 1)
        return memo[place]

    return ways(size, size) % 1_000_007, len(memo)


def churn(count):
    """Keys come and go; the table must not grow without end."""
    live = {}
    for i in range(count):
        live[i] = i
        if i >= 500:
            del live[i - 500]
        if i % 3 == 0:
            live.pop(i, None)
            live[i] = -i
    return sum(live.values())


def merged(tables):
    result = {}
    for table in tables:
        result = {**result, **table} if len(table) < 20 else result | table
    return result


def main(rounds):
    checksum = 0
    for turn in range(rounds):
        records = [(f"k{i * i % 211}", i ^ turn) for i in range(4000)]
        groups = grouped(records)
        counts = counted(value % 317 for _, value in records)
        back = inverted(counts)
        total = sum(len(groups[key]) * n for n, key in enumerate(sorted(groups)))
        common = groups.keys() & {f"k{i}" for i in range(100)}
        parts = [{(i, j): i * j for j in range(i % 30)} for i in range(60)]
        whole = merged(parts)
        checksum += total + len(back) + len(common) + sum(whole.values())
        checksum += sum(whole.get((i, 1), 0) for i in range(100)) + churn(6000)
        checksum += sum(paths(60))
    print(checksum)


if __name__ == "__main__":
    main(140)
