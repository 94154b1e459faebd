"""range and slice objects."""
r = range(1, 20, 3)
print(r, len(r), r[2], r[-1], r[1:4], list(r), 7 in r, 8 in r, r.index(10), r.count(4), r == range(1, 21, 3))
print(range(5), list(range(5, 0, -2)), list(range(0)), range(0) == range(2, 1), r.start, r.stop, r.step)
print(list(reversed(r)), range(10)[::-1], range(10 ** 20)[-1], len(range(-5, 5)), bool(range(0)), hash(range(3)) == hash(range(3)))
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, s.indices(5), slice(None).indices(3), slice(None, None, -1).indices(3), s == slice(1, 10, 2))
data = list("abcdefgh")
print(data[s], data[slice(-3, None)], "abcdefgh"[slice(None, None, -2)])


class Show:
    def __getitem__(self, key):
        return key


show = Show()
print(show[1], show[1:2], show[::3], show[1, 2:3], show[..., None], show[:, 0])
for attempt in (lambda: range(1, 2, 0), lambda: range(1.5), lambda: r[100], lambda: data[::0], lambda: data[1.0:]):
    try:
        attempt()
    except (ValueError, TypeError, IndexError) as error:
        print(type(error).__name__, error)
