"""Subscripts, membership, unpacking and loops become the forms made for their containers."""
from _adaptive import warm


def item(x, i):
    return x[i]


def last(x):
    return x[-1]


def put(x, i, v):
    x[i] = v


def part(x):
    return x[1:2]


def has(x, v):
    return v in x, v not in x


def pair(x):
    a, b = x
    return a


def triple(x):
    a, b, c = x
    return c


def walk(x):
    n = 0
    for _ in x:
        n += 1
    return n


def nested(rows):
    return [cell for row in rows for cell in row]


def count_up(n):
    for i in range(n):
        yield i


def delegate(n):
    yield from count_up(n)


def item_of_tuple(x, i):
    return x[i]


def pair_of_list(x):
    a, b = x
    return a


def triple_of_list(x):
    a, b, c = x
    return c


def swap(x, i, j):
    x[i], x[j] = x[j], x[i]


class Box:
    def __init__(self):
        self.values = [1, 2, 3]

    def __getitem__(self, i):
        return self.values[i]

    def __iter__(self):
        return iter(self.values)


class Numbers(list):
    pass


class Table(dict):
    pass


warm(item, [1, 2, 3], 1)
warm(last, [1, 2, 3])
warm(put, [1, 2, 3], 0, 5)
warm(part, [1, 2, 3])
warm(has, {1, 2}, 1)
warm(pair, (1, 2))
warm(triple, (1, 2, 3))
warm(walk, [1, 2])
warm(nested, [[1, 2], [3]])
warm(lambda: list(delegate(3)))
warm(walk, count_up(3))
warm(swap, [1, 2, 3], 0, 2)
warm(item_of_tuple, (1, 2), 1)
for container, key in [("text", 2), ({"a": 1}, "a"), (Box(), 0), (Numbers([7]), 0), (Table(a=1), "a"), (b"xy", 1)]:
    warm(item, container, key, times=150)
warm(item, [1, 2], -1, times=150)
warm(item, ["é"], 0, times=150)
warm(item, "é€", 1, times=150)
warm(put, {}, "k", 1, times=80)
warm(put, Numbers([1]), 0, 1, times=160)
warm(has, {"a": 1}, "a", times=80)
warm(has, [1, 2], 2, times=80)
warm(has, frozenset([1]), 2, times=200)
warm(pair_of_list, [1, 2], times=80)
warm(triple_of_list, [1, 2, 3], times=80)
warm(pair, "ab", times=200)
warm(walk, Box(), times=100)
warm(walk, "abc", times=100)
for generator in (count_up, delegate):
    warm(lambda make=generator: sum(make(5)), times=30)
    warm(generator, 2, times=3)
