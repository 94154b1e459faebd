"""List, set, dict and generator comprehensions, nested and with conditions, over records."""


class Item:
    def __init__(self, number, kind, price, tags):
        self.number = number
        self.kind = kind
        self.price = price
        self.tags = tags


KINDS = ["book", "film", "game", "song", "tool"]


def stock(count):
    return [
        Item(i, KINDS[i * 7 % 5], i * 37 % 1000 / 4, tuple(t for t in range(6) if i >> t & 1))
        for i in range(count)
    ]


def report(items):
    by_kind = {kind: [item for item in items if item.kind == kind] for kind in KINDS}
    dear = {kind: max(item.price for item in found) for kind, found in by_kind.items()}
    tags = {tag for item in items for tag in item.tags if item.price > 100}
    cheap = [(item.number, item.price) for item in items if item.price < 25]
    table = [[len(item.tags) * column for column in range(4)] for item in items]
    turned = [[row[i] for row in table] for i in range(4)]
    index = {item.number: item for item in items if len(item.tags) > 2}
    return (
        sum(dear.values()),
        len(tags),
        sum(number for number, _ in cheap),
        sum(sum(row) for row in turned),
        len({number % 97 for number in index}),
        any(item.price < 0 for item in items),
        all(item.kind in by_kind for item in items),
    )


if __name__ == "__main__":
    items = stock(10_000)
    for _ in range(70):
        answer = report(items)
    print(*answer)
