"""Each access makes a bound method; one that nobody keeps leaves its place to the next."""


class Thing:
    def one(self):
        pass

    def two(self):
        pass


thing = Thing()
print(id(thing.one) == id(thing.two))
print(thing.one is thing.one, thing.one == thing.one)
one = thing.one
two = thing.two
print(id(one) == id(two))
print(id(lambda: 1) == id(lambda: 2))
print(id((x for x in [])) == id((x for x in [])))
print(id(slice(1)) == id(slice(2)), id(range(1)) == id(range(2)))
print(id(set()) == id(set()), id(iter([])) == id(iter([])))
print(id(bytearray()) == id(bytearray()), id(Exception()) == id(Exception()))
