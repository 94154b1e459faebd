"""Generic classes over several types: substitution of TypeVar, TypeVarTuple and ParamSpec."""

from typing import Callable, Concatenate, Generic, ParamSpec, TypeVar, TypeVarTuple

T = TypeVar("T")
D = TypeVar("D", default=int)
Ts = TypeVarTuple("Ts")
P = ParamSpec("P")


class Row(Generic[*Ts]):
    pass


class Keyed(Generic[T, *Ts]):
    pass


class Call(Generic[T, P]):
    pass


class Pair(Generic[T, D]):
    pass


class Box[A, *Bs, **C]:
    pass


print(Row[int, str], Row[()], Row[int, *Ts][str, bool])
print(Keyed[int], Keyed[int, str, float].__args__)
print(Call[int, [str, bool]].__args__, Call[int, ...])
print(Pair[str], Pair[str, bool])
print(Box[int, str, float, [bytes]])
print(Callable[P, T][[int, str], bool])
print(Callable[Concatenate[int, P], T][[str], bytes])
for alias, args in ((Keyed, ()), (Pair, (int, str, bool)), (Call, (int,))):
    try:
        print(alias[args])
    except TypeError as error:
        print(error)
