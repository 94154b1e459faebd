"""The common builtins, their keywords and their error messages."""
print(abs(-3), all([]), any([]), bool("x"), callable(len), chr(97), divmod(17, 5), len("abc"))
print(min(3, 1, 2), max([1, 5, 3]), min("abc", key=ord), max([], default="none"), pow(2, 5), pow(2, 5, 7), round(3.14159, 3))
print(sum([1, 2], 10), sum([[1], [2]], []), sorted("bca"), list(reversed([1, 2])), list(enumerate("ab", 5)))
print(list(map(str.upper, "ab")), list(map(lambda a, b: a + b, [1, 2], [10, 20])), list(filter(None, [0, 1, "", "x"])))
print(list(zip("ab", range(5))), list(zip()), isinstance(True, int), issubclass(bool, int), type(3).__name__)
print(iter([1]).__next__(), next(iter([]), "end"), list(iter(iter("ab").__next__, "b")), hash(5), id(None) == id(None))
print(repr([1]), ascii("é"), bin(5), int(), str(), list(), dict(), float(), bool(), tuple(), set())
print("a", 1, None, sep="-", end="!\n")
print(*[1, 2], sep="", end="")
print()
print(getattr(5, "real"), hasattr(5, "nothing"), isinstance([], (int, list)), format(3.14159, ".2f"), ord("a"), vars.__name__)
for attempt in (lambda: len(5), lambda: int("x"), lambda: int([]), lambda: ord("ab"), lambda: chr(-1), lambda: sum(["a"]), lambda: max(), lambda: max([]), lambda: next(5), lambda: iter(5), lambda: abs("x"), lambda: list(zip([1], [], strict=True)), lambda: sorted(5), lambda: int("1", 99), lambda: round("x"), lambda: next(iter(()))):
    try:
        attempt()
    except (TypeError, ValueError, StopIteration) as error:
        print(type(error).__name__, error)
