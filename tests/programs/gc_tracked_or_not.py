"""Which objects the collector looks at."""
import gc


class Plain:
    pass


class Slotted:
    __slots__ = ("a",)


class IntLike(int):
    pass


class Empty(int):
    __slots__ = ()


def function():
    yield 1


samples = [
    0, 1.5, "text", b"bytes", True, None, ..., 2**100, 1j, range(3), [], [1], (), (1,), ([],),
    {}, {1: 2}, {1: []}, {"a": ()}, set(), frozenset(), frozenset([1]), object(), Plain(), Slotted(),
    IntLike(3), Empty(3), Plain, int, function, function(), function.__code__, len, [].append,
    Plain.__init__, iter([]), iter("a"), slice(3), gc, bytearray(b"x"), memoryview(b"x"),
    property(), type(gc), vars(int), Exception(), Exception,
]
for sample in samples:
    name = getattr(sample, "__name__", None) or repr(sample)
    if " at 0x" in name:
        name = name.split(" at 0x")[0]
    print(type(sample).__name__, name[:40], gc.is_tracked(sample))
