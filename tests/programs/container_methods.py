"""len, indexing, membership, iteration and calls on own classes."""


class Squares:
    def __init__(self, n):
        self.n = n
        self.log = {}

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        if isinstance(i, slice):
            return [self[j] for j in range(*i.indices(self.n))]
        if not -self.n <= i < self.n:
            raise IndexError("out of squares")
        return (i % self.n) ** 2

    def __setitem__(self, i, value):
        self.log[i] = value

    def __delitem__(self, i):
        del self.log[i]

    def __contains__(self, value):
        return value in (i * i for i in range(self.n))

    def __call__(self, *args):
        return len(args)


s = Squares(4)
print(len(s), s[2], s[-1], s[1:3], list(s), 9 in s, 5 in s, s(1, 2), bool(Squares(0)))
s["a"] = 1
s["b"] = 2
del s["a"]
print(s.log, list(reversed(s)), max(s), sum(s), sorted(s, reverse=True))
try:
    s[10]
except IndexError as error:
    print(error)
a, *b = s
print(a, b)
