"""An inventory: grouping, totals, a pivot table and a stable multi-key sort."""
ITEMS = """apple fruit 12 0.5
pear fruit 3 0.75
hammer tool 2 12.0
saw tool 1 20
milk dairy 5 1.2
kiwi fruit 12 0.25"""


class Item:
    __slots__ = "name", "kind", "count", "price"
    fields = str, str, int, float

    def __init__(self, *values):
        for slot, convert, value in zip(self.__slots__, self.fields, values, strict=True):
            setattr(self, slot, convert(value))

    @property
    def worth(self):
        return self.count * self.price

    def __repr__(self):
        return f"{self.name}x{self.count}"


items = [Item(*line.split()) for line in ITEMS.splitlines()]
groups = {}
for item in items:
    groups.setdefault(item.kind, []).append(item)
for kind, members in sorted(groups.items()):
    total = sum(i.worth for i in members)
    print(f"{kind:<6}{len(members):>3}{total:>9.2f}  {members}")
    assert total == sum(map(lambda i: i.worth, members))
print(sorted(items, key=lambda i: (-i.count, i.name)))
print(max(items, key=lambda i: i.worth), min(items, key=lambda i: i.price), sum(i.count for i in items))
cheap, dear = [], []
for item in items:
    (cheap if item.price < 1 else dear).append(item.name)
print(cheap, dear, {i.name[0]: i.name for i in items}, any(i.count > 10 for i in items), all(i.price for i in items))
try:
    Item("short", "row")
except ValueError as error:
    print(error)
try:
    Item("nail", "tool", "many", "1")
except ValueError as error:
    print(error)
