# Slices of lists: reading, storing, deleting, and the errors.
def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


base = list(range(10))
for key in (
    slice(None), slice(2, 5), slice(-3, None), slice(None, None, -1), slice(8, 2, -2), slice(5, 2),
    slice(-100, 100, 3), slice(None, None, 10**20), slice(10**20, None, -10**20),
):
    print(key, base[key], key.indices(10))
    copy = base[:]
    del copy[key]
    print(copy)

for key, value in (
    (slice(2, 5), "ab"), (slice(5, 2), [-1, -2]), (slice(None, None, 2), range(100, 105)),
    (slice(None), ()), (slice(3, 3), iter("xyz")), (slice(8, None, -4), "pqr"),
):
    copy = base[:]
    copy[key] = value
    print(copy)

copy = base[:4]
copy[1:3] = copy
print(copy)
copy[::-1] = copy
print(copy)
copy += "ab"
copy *= 2
print(copy, [[]] * 3, 2 * [1, 2])

nested = [1]
nested.append(nested)
nested.append((nested,))
print(nested)
print([1, 2] < [1, 3], [1, 2] == [1, 2.0], [[1], 2] > [[1]], [1] != (1,), [3] * -1)


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        print("index", self.value)
        return self.value


print(base[Index(1):Index(6):Index(2)], base[Index(-1)], base.pop(Index(0)))
attempt(lambda: base["a"])
attempt(lambda: base[1.5:])
attempt(lambda: base[::0])
attempt(lambda: base[100])
attempt(lambda: base.__setitem__(100, 1))
attempt(lambda: base.__delitem__(-100))
attempt(lambda: base.__setitem__(slice(None, None, 2), [1]))
attempt(lambda: base.__setitem__(slice(0, 1), 5))
attempt(lambda: base.index(77))
attempt(lambda: base.remove(77))
attempt(lambda: [].pop())
attempt(lambda: base.insert("a", 1))
attempt(lambda: base + (1,))
attempt(lambda: base * "a")
attempt(lambda: [1] * 10**30)
attempt(lambda: base[10**30])
print(base.index(5, 2), base.index(5, -8, -2), base.count(3), list("abc"), list({1: 2}), base.copy())
