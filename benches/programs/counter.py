"""Attributes and method calls."""


class Counter:
    def __init__(self):
        self.n = 0

    def add(self, by):
        self.n += by
        return self


counter = Counter()
for i in range(6_000_000):
    counter.add(i)
print(counter.n)
