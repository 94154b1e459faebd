"""How copy and pickle take instances apart: __reduce_ex__, __getnewargs__ and what cannot be copied."""


class Point(tuple):
    def __new__(cls, x, y):
        return super().__new__(cls, (x, y))

    def __getnewargs__(self):
        return tuple(self)


class Degrees(float):
    pass


class Word(str):
    __slots__ = ("language",)


class Interval:
    def __new__(cls, low, *, high):
        self = super().__new__(cls)
        self.low, self.high = low, high
        return self

    def __getnewargs_ex__(self):
        return (self.low,), {"high": self.high}


class Wrong:
    def __init__(self, answer):
        self.answer = answer

    def __getnewargs__(self):
        return self.answer


def show(x, protocol=4):
    function, *rest = x.__reduce_ex__(protocol)
    print(type(x).__name__, function.__name__, rest)


show(Point(1, 2))
show(Degrees(1.5))
word = Word("hola")
word.language = "es"
show(word)
show(Interval(1, high=3))
for x in (Point(1, 2), word, Interval(1, high=3)):
    function, args, *_ = x.__reduce_ex__(4)
    twin = function(*args)
    print(type(twin).__name__, twin == x, getattr(twin, "language", None), vars(twin) if hasattr(twin, "high") else "")

for x in ((i for i in ()), Wrong([1]), (lambda: 0).__code__, memoryview(b"")):
    try:
        show(x)
    except TypeError as error:
        print(type(error).__name__, error)
