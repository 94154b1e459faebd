"""Bits: masks, Gray codes, popcounts, bit fields as an enum of flags, and a bloom filter."""


class Flags(int):
    names = {}

    def __init_subclass__(cls):
        cls.names = {n: v for n, v in vars(cls).items() if n.isupper()}
        for name, value in cls.names.items():
            setattr(cls, name, cls(value))

    def __or__(self, other):
        return type(self)(int(self) | other)

    def __and__(self, other):
        return type(self)(int(self) & other)

    def __invert__(self):
        return type(self)(~int(self) & sum(self.names.values()))

    def __contains__(self, flag):
        return self & flag == flag

    def __iter__(self):
        return (n for n, v in self.names.items() if self & v)

    def __repr__(self):
        return f"<{type(self).__name__} {'|'.join(self) or '0'}>"


class Mode(Flags):
    READ = 1
    WRITE = 2
    EXEC = 4


rw = Mode.READ | Mode.WRITE
print(rw, Mode.EXEC in rw, Mode.READ in rw, ~rw, rw & Mode.WRITE, Mode(0), list(rw), rw + 1, type(rw + 1).__name__, f"{rw:03b}")
print([f"{n ^ n >> 1:03b}" for n in range(8)], [n.bit_count() for n in range(9)], (40).bit_length(), 40 & -40, 40 & 39)
value = 0
for bit in (1, 5, 9):
    value |= 1 << bit
value ^= 1 << 5
value &= ~(1 << 1)
print(bin(value), value >> 9, value << 60, -value >> 3, hex(value << 4 | 0xF), 0b1010 ^ 0o17, 0xFFFF_FFFF & -1)


class Bloom:
    def __init__(self, size=64):
        self.bits, self.size = 0, size

    def _mask(self, word):
        a = sum(ord(c) * 31**i for i, c in enumerate(word))
        return 1 << a % self.size | 1 << a // 7 % self.size

    def add(self, word):
        self.bits |= self._mask(word)

    def __contains__(self, word):
        mask = self._mask(word)
        return self.bits & mask == mask


bloom = Bloom()
for word in ("apple", "pear", "plum"):
    bloom.add(word)
print([w in bloom for w in ("apple", "plum", "fig", "kiwi")], f"{bloom.bits:b}".count("1"))


def swap(x, i, j):
    if (x >> i ^ x >> j) & 1:
        x ^= 1 << i | 1 << j
    return x


def reverse_bits(x, width):
    return int(f"{x:0{width}b}"[::-1], 2)


print(bin(swap(0b1000, 3, 0)), bin(reverse_bits(0b1101, 8)), int.from_bytes(bytes([1, 2, 3]), "big") == 1 << 16 | 2 << 8 | 3)
