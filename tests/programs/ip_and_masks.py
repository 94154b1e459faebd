"""IP addresses as ints: parsing, masks, networks, ranges and containment."""


class Address(int):
    def __new__(cls, text):
        if isinstance(text, int):
            return super().__new__(cls, text)
        parts = text.split(".")
        if len(parts) != 4:
            raise ValueError(f"{text!r} has {len(parts)} parts")
        value = 0
        for part in parts:
            if not part.isdigit() or not 0 <= int(part) <= 255:
                raise ValueError(f"{part!r} in {text!r}")
            value = value << 8 | int(part)
        return super().__new__(cls, value)

    def __str__(self):
        return ".".join(str(self >> shift & 255) for shift in (24, 16, 8, 0))

    def __repr__(self):
        return f"Address('{self}')"

    def __add__(self, n):
        return type(self)(int(self) + n)


class Network:
    def __init__(self, text):
        base, _, bits = text.partition("/")
        self.bits = int(bits or 32)
        self.mask = (1 << 32) - (1 << 32 - self.bits)
        self.base = Address(Address(base) & self.mask)

    def __contains__(self, item):
        if isinstance(item, Network):
            return self.bits <= item.bits and item.base in self
        return Address(item) & self.mask == self.base

    def __len__(self):
        return 1 << 32 - self.bits

    def __iter__(self):
        return (self.base + i for i in range(len(self)))

    def __eq__(self, other):
        return (self.base, self.bits) == (other.base, other.bits)

    def __str__(self):
        return f"{self.base}/{self.bits}"


net = Network("192.168.1.77/29")
print(net, len(net), Address(net.mask), "192.168.1.78" in net, "192.168.1.80" in net, [*map(str, net)][:3], net == Network("192.168.1.72/29"))
print(Network("192.168.1.76/30") in net, net in Network("192.168.0.0/16"), Network("10.0.0.1"), repr(net.base), net.base + 1, sorted(map(Address, ["10.0.0.2", "9.255.0.1"])), max(net))
for bad in ("1.2.3", "1.2.3.256", "a.b.c.d", "1.2.3.-4"):
    try:
        Address(bad)
    except ValueError as error:
        print(error)
