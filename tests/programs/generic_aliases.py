"""list[int], int | str and everything they can do without the typing module."""
L = list[int]
print(L, L.__origin__, L.__args__, L.__parameters__, L("ab"), L.append is list.append, L == list[int], hash(L) == hash(list[int]))
print(dict[str, list[int]], tuple[int, ...], tuple[()], type[int], list["later"], list[None], set[int | str])
print(*tuple[int, str], list[int][0:0] if False else "", isinstance(L, type), type(L).__name__, repr(next(iter(tuple[int]))))
U = int | str | None
print(U, U.__args__, isinstance(5, U), isinstance(None, U), isinstance(1.5, U), issubclass(bool, U), U == str | None | int, hash(U) == hash(None | str | int))
print(int | int, int | bool | int, list[int] | dict, type(U).__name__, U | float, float | U, "x" if U else "y")


class Box:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item}]"


class Sub(list[int]):
    pass


class Pair(tuple[int, int]):
    pass


print(Box[int, 2], Sub.__bases__, Sub.__orig_bases__, Sub([1, 2]), Pair((1, 2)), Sub.__mro__[1:])
for bad in (
    lambda: isinstance([], L),
    lambda: issubclass(list, L),
    lambda: L[str],
    lambda: int[str],
    lambda: 1 | int,
    lambda: int | "str",
    lambda: isinstance(1, int | L),
    lambda: U[int],
    lambda: type(U)(),
    lambda: setattr(L, "__origin__", 1),
    lambda: L.nope,
    lambda: U(1),
    lambda: U < U,
):
    try:
        print(bad())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
Alias = type(L)
print(Alias(dict, (str, int)), Alias(list, int), Alias(Box, ()), L.__reduce__()[0] is Alias, dir(L) == sorted(dir(L)), "__origin__" in dir(L))
match [1, "a", 2.5]:
    case [int() | str(), *rest]:
        print(rest)


def annotated(a: list[int], b: "int | str" = 1, *c: tuple[int, ...]) -> dict[str, U]: ...


print(annotated.__annotations__)
