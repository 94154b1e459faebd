"""The Mersenne Twister's numbers."""
from _random import Random

r = Random(42)
print(r.random(), r.random(), r.getrandbits(3), r.getrandbits(32), r.getrandbits(100), r.getrandbits(0))
state = r.getstate()
ahead = [r.random() for _ in range(3)]
r.setstate(state)
print(ahead == [r.random() for _ in range(3)], len(state), state[-1])
for seed in (0, 1, -1, 2**32, 2**64 + 5, 1.5, True):
    r.seed(seed)
    print(seed, r.random())
for attempt in (
    lambda: r.getrandbits(-1),
    lambda: r.getrandbits("a"),
    lambda: r.setstate(1),
    lambda: r.setstate((1, 2)),
    lambda: r.seed([]),
):
    try:
        attempt()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


class Dice(Random):
    def throw(self):
        return self.getrandbits(16) % 6 + 1


dice = Dice(7)
print([dice.throw() for _ in range(10)])
