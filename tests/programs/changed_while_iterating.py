# What iterators do when their container changes under them.
def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


def grow_dict():
    d = {1: 1, 2: 2}
    for key in d:
        d[key + 10] = 0


def swap_key():
    d = {0: 0}
    seen = []
    for key in d:
        seen.append(key)
        del d[key]
        d[key + 1] = 0
        if len(seen) > 20:
            break
    return seen


def grow_set():
    s = {1, 2}
    for x in s:
        s.add(x + 10)


def sticky():
    d = {1: 1, 2: 2}
    it = iter(d)
    next(it)
    d[3] = 3
    for _ in range(2):
        attempt(lambda: next(it))
    del d[3]
    return next(it)


def shrink_list():
    numbers = list(range(8))
    seen = []
    for n in numbers:
        seen.append(n)
        numbers.pop()
    return seen, numbers


def grow_list():
    numbers = [1]
    for n in numbers:
        if n < 6:
            numbers.append(n + 1)
    return numbers


def remove_while_listing():
    numbers = [1, 2, 2, 3, 2]
    for n in numbers:
        if n == 2:
            numbers.remove(n)
    return numbers


def reverse_growing():
    numbers = [1, 2, 3]
    it = reversed(numbers)
    first = next(it)
    numbers.extend([4, 5])
    return first, list(it), it.__length_hint__()


def exhausted_list():
    numbers = [1]
    it = iter(numbers)
    list(it)
    numbers.append(2)
    return list(it), it.__length_hint__()


def values_changed():
    d = {"a": 1, "b": 2}
    for key, value in d.items():
        d[key] = value * 10
    return d


def hints():
    lists = iter([1, 2, 3])
    tables = iter({1: 1, 2: 2})
    groups = iter({1, 2, 3})
    next(lists), next(tables), next(groups)
    return [i.__length_hint__() for i in (lists, tables, groups)]


class Sequence:
    def __getitem__(self, index):
        if index == 3:
            raise IndexError
        return index * index


class Endless:
    def __getitem__(self, index):
        raise ValueError(index)


for action in (
    grow_dict, swap_key, grow_set, sticky, shrink_list, grow_list, remove_while_listing,
    reverse_growing, exhausted_list, values_changed, hints,
    lambda: list(Sequence()), lambda: 4 in Sequence(), lambda: list(Endless()),
    lambda: list(iter([1, 2, 3, 0, 4].pop, 0)), lambda: list(map(lambda a, b: a + b, [1, 2], [3])),
    lambda: list(filter(None, [0, 1, "", "x", [], [0]])),
    lambda: list(reversed(Sequence())), lambda: reversed({1, 2}), lambda: next(iter([])),
    lambda: list(enumerate("ab", 2**63 - 1)),
):
    attempt(action)
