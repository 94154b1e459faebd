"""Creation under control: singletons, factories, prototypes, builders, pools and __new__."""


class Singleton:
    instance = None

    def __new__(cls, *args):
        if cls.instance is None:
            cls.instance = super().__new__(cls)
        return cls.instance

    def __init__(self, value):
        self.value = value


class Celsius(float):
    def __new__(cls, value, unit="C"):
        return super().__new__(cls, value if unit == "C" else (value - 32) / 1.8)

    def __repr__(self):
        return f"{float(self):.1f}C"


class Maker:
    def __new__(cls, kind):
        return {"list": list, "dict": dict}.get(kind, lambda: object.__new__(cls))()

    def __init__(self, kind):
        self.kind = kind


class Builder:
    def __init__(self):
        self.parts = {}

    def __getattr__(self, name):
        def put(value):
            self.parts[name] = value
            return self

        return put

    def build(self):
        return dict(sorted(self.parts.items()))


class Pool:
    def __init__(self, make, size):
        self.free, self.make, self.size, self.made = [], make, size, 0

    def __enter__(self):
        if not self.free and self.made == self.size:
            raise RuntimeError("pool is empty")
        if not self.free:
            self.made += 1
            self.free.append(self.make(self.made))
        self.current = self.free.pop()
        return self.current

    def __exit__(self, *exc):
        self.free.append(self.current)


a, b = Singleton(1), Singleton(2)
print(a is b, a.value, Celsius(20), Celsius(212, "F"), Celsius(1) + 1, type(Celsius(1) + 1).__name__)
print(Maker("list"), Maker("dict"), Maker("own").kind, type(Maker("own")).__name__)
print(Builder().size(3).colour("red").build())
pool = Pool(lambda n: f"worker {n}", 1)
with pool as first:
    print(first)
    try:
        with pool as second:
            print("never")
    except RuntimeError as error:
        print(error)
with pool as again:
    print(again is first, pool.made)
for bad in (lambda: object(1), lambda: Singleton(), lambda: object.__new__(int), lambda: object.__new__(5), lambda: int.__new__(str), lambda: Celsius.__new__(), lambda: type("T", (), {"__slots__": ()})(1)):
    try:
        bad()
    except TypeError as error:
        print(error)
