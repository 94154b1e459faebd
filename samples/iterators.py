"""Watch the protocol under every for loop: __iter__ gives an iterator, __next__ a value, StopIteration the end."""


class Countdown:
    def __init__(self, start):
        self.start = start

    def __iter__(self):
        return Ticks(self.start)


class Ticks:
    def __init__(self, left):
        self.left = left

    def __iter__(self):
        return self

    def __next__(self):
        if self.left == 0:
            raise StopIteration
        self.left -= 1
        return self.left + 1


launch = Countdown(2)
for tick in launch:
    print(tick)
print(list(launch), 2 in launch)        # each use asks for a new iterator

ticks = iter(launch)
print(next(ticks), next(ticks), next(ticks, "over"))
print(list(zip("abc", Countdown(3))))
