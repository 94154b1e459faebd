"""What instances of many classes take, the collector's header included."""
import sys
from sys import getsizeof


class Plain:
    pass


class Slots:
    __slots__ = ("a", "b", "c")


class Weak:
    __slots__ = ("__weakref__",)


class Dict:
    __slots__ = ("a", "__dict__")


class Meta(type):
    pass


class Made(metaclass=Meta):
    pass


def function(a, b=1):
    return a


def generator(n):
    x = yield n
    return x


class MyList(list):
    pass


class MyDict(dict):
    pass


class MyTuple(tuple):
    pass


class MyError(ValueError):
    pass


things = [
    object(), Plain(), Slots(), Weak(), Dict(), Plain, Slots, Meta, Made, int, type, function, lambda: 0,
    function.__code__, generator(1), (n for n in ()), Plain().__init__, len, [].append, sys, slice(1), range(3),
    iter([]), iter(()), iter({}), iter(set()), iter(""), iter(range(3)), reversed([]), enumerate(()), zip(),
    map(abs, ()), filter(None, ()), property(), classmethod(abs), staticmethod(abs), super(Plain, Plain()),
    Exception(), KeyError(1), OSError(1, "x"), StopIteration(), SystemExit(), NameError(), AttributeError(),
    ImportError(), SyntaxError(), UnicodeDecodeError("a", b"b", 0, 1, "x"), MyError(), {}.keys(), {}.items(),
    iter({}.values()), memoryview(b"abc"), MyList(), MyDict(), MyTuple(), MyTuple((1, 2)), (), (1, 2), vars(Plain),
    list[int], int | str, type(vars(int)), vars(int),
]
for thing in things:
    print(type(thing).__name__, getattr(thing, "__name__", None) or type(thing).__name__, getsizeof(thing), thing.__sizeof__() if not isinstance(thing, type) else "")
