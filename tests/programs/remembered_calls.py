"""lru_cache's wrapper: hits, misses, and what is forgotten first."""
from _functools import _lru_cache_wrapper


class Info(tuple):
    def __new__(cls, hits, misses, maxsize, currsize):
        return super().__new__(cls, (hits, misses, maxsize, currsize))


def remember(maxsize, typed=False):
    return lambda function: _lru_cache_wrapper(function, maxsize, typed, Info)


@remember(None)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


print(fibonacci(30), fibonacci.cache_info())


@remember(2)
def square(n):
    print("compute", n, end="; ")
    return n * n


print([square(n) for n in (1, 2, 1, 3, 2, 1, 1)], square.cache_info())
square.cache_clear()
print(square.cache_info(), square(1))


@remember(8, typed=True)
def kind(value=None, *, name="none"):
    return type(value).__name__, name


print(kind(1), kind(1.0), kind(True), kind(name="a"), kind(name="a"), kind.cache_info())


@remember(0)
def never(n):
    return n


print(never(1), never(1), never.cache_info())
try:
    square([])
except TypeError as e:
    print(e)


class Circle:
    @remember(4)
    def area(self, factor):
        return 3 * factor


circle = Circle()
print(circle.area(2), circle.area(2), Circle.area.cache_info(), Circle.area is Circle.__dict__["area"])


class Watched:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("forgotten:", self.name)


@remember(1)
def make(name):
    return Watched(name)


make("first")
make("second")
make.cache_clear()
print("end")
