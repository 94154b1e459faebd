"""A special method that is None blocks the operator: nothing else is asked."""


class Amount:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        return Amount(self.value + other.value)

    def __eq__(self, other):
        return self.value == other.value

    def __bool__(self):
        return self.value != 0


class Sealed(Amount):
    __add__ = None
    __radd__ = None
    __eq__ = None
    __bool__ = None
    __iadd__ = None
    __len__ = None
    __neg__ = None
    __getitem__ = None
    __next__ = None
    __index__ = None
    __iter__ = None
    __contains__ = None
    __call__ = None


def grow(x):
    x += 1


plain, sealed = Amount(1), Sealed(1)
attempts = {
    "plain + sealed": lambda: plain + sealed,
    "sealed + plain": lambda: sealed + plain,
    "plain == sealed": lambda: plain == sealed,
    "bool": lambda: bool(sealed),
    "not": lambda: not sealed,
    "+=": lambda: grow(sealed),
    "len": lambda: len(sealed),
    "-": lambda: -sealed,
    "[]": lambda: sealed[0],
    "next": lambda: next(sealed),
    "index": lambda: [1, 2][sealed],
    "iter": lambda: iter(sealed),
    "in": lambda: 1 in sealed,
    "call": lambda: sealed(),
    "hash": lambda: hash(sealed),
    "print >>": lambda: print >> sealed,
}
for name, attempt in attempts.items():
    try:
        print(name, attempt())
    except TypeError as error:
        print(name, "-", error)
