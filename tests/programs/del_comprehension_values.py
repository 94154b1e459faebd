"""Values of a comprehension die as soon as nobody needs them."""


class Loud:
    alive = 0

    def __init__(self, n):
        self.n = n
        Loud.alive += 1

    def __del__(self):
        Loud.alive -= 1


print([Loud(n).n for n in range(3)], Loud.alive)
kept = [Loud(n) for n in range(3)]
print(Loud.alive)
kept = [k for k in kept if k.n]
print(Loud.alive)
print({Loud(n).n: Loud.alive for n in range(3)})
lazy = (Loud(n) for n in range(3))
print(next(lazy).n, Loud.alive)
first = next(lazy)
print(Loud.alive)
del lazy
print(Loud.alive, sum(Loud(n).n for n in range(5)), Loud.alive)
