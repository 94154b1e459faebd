"""Generic classes over several types: what stands for what."""

import typing

T = typing.TypeVar("T")
D = typing.TypeVar("D", default=int)
Ts = typing.TypeVarTuple("Ts")
P = typing.ParamSpec("P")


class Row(typing.Generic[*Ts]):
    pass


class Keyed(typing.Generic[T, *Ts]):
    pass


class Call(typing.Generic[T, P]):
    pass


class Pair(typing.Generic[T, D]):
    pass


print(Row[int, str], Row[()], Row[int, *Ts][str, bool])
print(Keyed[int], Keyed[int, str, float].__args__)
print(Call[int, [str, bool]].__args__, Call[int, ...])
print(Pair[str], Pair[str, bool])
print(typing.Callable[P, T][[int, str], bool])
print(typing.Callable[typing.Concatenate[int, P], T][[str], bytes])
for alias, args in ((Keyed, ()), (Pair, (int, str, bool)), (Call, (int,))):
    try:
        print(alias[args])
    except TypeError as error:
        print(error)
