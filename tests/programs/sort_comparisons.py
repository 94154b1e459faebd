# The comparisons that list.sort makes, and their order, for lists of many shapes.
log = []


class Key:
    def __init__(self, value, tag):
        self.value = value
        self.tag = tag

    def __lt__(self, other):
        log.append((self.tag, other.tag))
        return self.value < other.value


def numbers(count, spread, seed):
    for _ in range(count):
        seed = (seed * 1103515245 + 12345) % 2147483648
        yield seed // 65536 % spread


def sorted_tags(values, reverse=False):
    log.clear()
    keys = [Key(value, tag) for tag, value in enumerate(values)]
    keys.sort(reverse=reverse)
    return len(log), hash(tuple(log)), [key.tag for key in keys][:12]


print(sorted_tags([]), sorted_tags([1]), sorted_tags([2, 1]))
print(sorted_tags(range(9)), sorted_tags(range(9, 0, -1)))
print(sorted_tags([5, 5, 4, 4, 4, 3, 9, 1, 1]))
print(sorted_tags(numbers(20, 100, 1)))
print(sorted_tags(numbers(12, 4, 2), reverse=True))
print(sorted_tags(list(range(66)) + [x // 3 for x in range(24)]))


class Contrary:
    def __init__(self, name):
        self.name = name

    def __lt__(self, other):
        log.append("lt " + self.name + other.name)
        return NotImplemented

    def __gt__(self, other):
        log.append("gt " + self.name + other.name)
        return self.name > other.name


log.clear()
print([c.name for c in sorted([Contrary("c"), Contrary("a"), Contrary("b")])])
print(log)


class Bomb:
    def __lt__(self, other):
        raise RuntimeError("no order")


items = [3, 1, Bomb(), 2]
try:
    items.sort()
except RuntimeError as error:
    print(error, len(items), sorted(x for x in items if isinstance(x, int)))

shrinking = [4, 2, 3]


def meddle(x):
    shrinking.append(x)
    return x


try:
    shrinking.sort(key=meddle)
except ValueError as error:
    print(error, shrinking)


def fail_on_two(x):
    if x == 2:
        raise KeyError(x)
    return x


try:
    shrinking.sort(key=fail_on_two)
except KeyError as error:
    print(repr(error), shrinking)

words = ["pear", "fig", "apple", "kiwi", "date"]
print(sorted(words, key=len), sorted(words, key=len, reverse=True))
print(sorted([(1, "b"), (1, "a"), (0, "z"), (1,)]), sorted([(2, 3), (2, 1)], reverse=True))
print(sorted([2.5, 1, True, 0.5]), sorted(["b", "é", "a", "日"]))
try:
    sorted([1, "a"])
except TypeError as error:
    print(error)
