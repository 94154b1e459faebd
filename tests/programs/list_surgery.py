"""Lists cut, grown and rearranged in every way slices and methods allow."""
a = list(range(10))
a[2:5] = "xyz"
a[::3] = [0] * 4
a[7:7] = [7.5, 7.6]
del a[1], a[-1], a[3:5]
print(a, a[::-1], a[-3:], a[8:2:-2], a[100:], a[:-100], len(a))
a.insert(0, "first")
a.insert(100, "last")
a.insert(-1, "before last")
print(a, a.pop(), a.pop(0), a.pop(-2), a.index("z"), a.count(0))
a.remove("z")
a.reverse()
a.extend({"k": 1})
a += (1, 2)
a *= 2
print(a, a == a[:], a is a[:], [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [2] > [1, 9])
b = a.copy()
b.clear()
print(b, a != b, bool(b), [[]] * 2, [[] for _ in range(2)], [1] + [2] * 2, 3 in [1, 2, 3], [1, [2, [3]]].index([2, [3]]))
b[:] = range(5)
b[1:-1] = []
b[len(b) :] = [8, 9]
b[:0] = "ab"
print(b, *b, [*b, *"xy"], [x for x in b if isinstance(x, int)])
first, *middle, last = b
(x, y), z = [1, 2], 3
[p, [q, *r]] = "a", "bcd"
print(first, middle, last, x, y, z, p, q, r)
selfish = [1]
selfish.append(selfish)
print(selfish, selfish[1][1][0], selfish == selfish, repr([selfish, (selfish,)]))
grid = [[0] * 3 for _ in range(2)]
grid[0][1], grid[1][2] = 5, 6
print(grid, [list(c) for c in zip(*grid)], sum(map(sum, grid)), max(grid), min(grid, key=sum), sorted(grid, reverse=True))
for bad in (
    lambda: a[99], lambda: a["x"], lambda: a[1.0], lambda: a.pop(99), lambda: [].pop(), lambda: a.remove("gone"), lambda: a.index("gone"), lambda: a.__setitem__(slice(0, 4, 2), [1]), lambda: a.__setitem__(99, 1), lambda: a.__delitem__(99), lambda: a + (1,), lambda: a * "x", lambda: a.extend(5), lambda: a.insert("x", 1), lambda: a.append(), lambda: a.append(1, 2), lambda: list(1), lambda: list(1, 2), lambda: a[::0], lambda: a.__setitem__(slice(0, 1), 5), lambda: [1, "a"].sort(), lambda: a < 5, lambda: hash(a), lambda: a.sort(reverse="x"), lambda: a.pop("x"), lambda: a.index(1, "x"), lambda: [1] @ [2]
):
    try:
        print(bad())
    except (TypeError, ValueError, IndexError) as error:
        print(type(error).__name__, error)


class Weird:
    def __eq__(self, other):
        shrinking.clear()
        return False


shrinking = [Weird(), Weird(), 3]
print(3 in shrinking, shrinking, [1, 2].count(True), [float("nan")].count(float("nan")))
