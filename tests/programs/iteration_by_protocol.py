"""What a for loop, unpacking and the built-ins ask of what they iterate over."""


class Sequence:
    def __init__(self, items):
        self.items = items

    def __getitem__(self, i):
        print("get", i, end="; ")
        return self.items[i]


class Counting:
    def __init__(self, stop):
        self.stop, self.n = stop, 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > self.stop:
            raise StopIteration("over")
        return self.n


class NotIterator:
    def __iter__(self):
        return 5


class Blocked(list):
    __iter__ = None


class Raises:
    def __iter__(self):
        raise ValueError("no iteration")


class Hint:
    def __init__(self, hint):
        self.hint = hint

    def __iter__(self):
        return iter((1, 2))

    def __length_hint__(self):
        return self.hint


print([x for x in Sequence("ab")], 2 in Sequence([1, 2, 3]))
first, *rest = Counting(4)
print(first, rest, max(Counting(3)), sum(Counting(4)), dict(zip("ab", Counting(9))), tuple(map(str, Counting(2))))
it = Counting(1)
print(next(it), next(it, "default"), list(it))
try:
    next(it)
except StopIteration as stop:
    print("stop", stop.value)
print(list(iter(iter([3, 2, 1, 0]).__next__, 1)), list(Hint(1)), list(Hint(10)))
for attempt in (
    lambda: list(NotIterator()),
    lambda: [*Blocked([1])],
    lambda: list(Raises()),
    lambda: list(Hint(-1)),
    lambda: list(Hint("x")),
    lambda: next([1]),
    lambda: iter(5),
    lambda: iter(5, 1),
    lambda: dict([(1, 2, 3)]),
    lambda: max([]),
    lambda: zip([1], [1, 2], strict=True).__class__.__name__,
    lambda: list(zip([1], [1, 2], strict=True)),
    lambda: sum(["a"]),
    lambda: 1 in 5,
):
    try:
        print(attempt())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)


def unpack(values, form):
    try:
        match form:
            case 2:
                a, b = values
                return a, b
            case "star":
                a, *b, c = values
                return a, b, c
            case "nested":
                (a, b), c = values
                return a, b, c
    except (ValueError, TypeError) as error:
        return f"{type(error).__name__}: {error}"


for values, form in (([1], 2), ("abc", 2), (Counting(2), 2), (5, 2), ([1], "star"), ("xy", "star"), ([(1, 2), 3], "nested"), ([1, 2], "nested")):
    print(unpack(values, form))
