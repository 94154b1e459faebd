"""Which objects can be referred to weakly."""
import _weakref as weakref


class Plain:
    pass


class Slotted:
    __slots__ = ("a",)


class WithWeak:
    __slots__ = ("__weakref__",)


class MyList(list):
    pass


class MyInt(int):
    pass


class MyTuple(tuple):
    pass


def generator():
    yield


samples = [
    Plain(), Slotted(), WithWeak(), MyList(), MyInt(), MyTuple(), Plain, int, generator, generator(),
    Plain().__init__, len, {1}, frozenset([1]), [], {}, (), "a", b"b", 1, 1.5, None, weakref, range(2),
    generator.__code__, memoryview(b"a"), bytearray(), Exception(), property(), slice(1), iter([]),
    lambda: 1, weakref.ref(Plain), object(), type(generator()), [].append, map(str, []),
]
for sample in samples:
    try:
        weakref.ref(sample)
        print(type(sample).__name__, "yes")
    except TypeError as error:
        print(error)
