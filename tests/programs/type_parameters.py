"""Type parameters, bounds, defaults and aliases, evaluated when somebody asks."""


import sys


def first[T: int, *Ts, **P](x: T) -> T:
    return x


T, Ts, P = first.__type_params__
print(T, Ts, P, T.__bound__, T.__constraints__, T.__infer_variance__, T.has_default(), P.args, P.kwargs, type(T).__name__, T.__default__)


def choice[S: (int, str)](x: S): ...


[S] = choice.__type_params__
print(S.__constraints__, S.__bound__, S.__reduce__())
type Pair[A] = tuple[A, A]
type Number = int | float
type Tree = list[Tree]
print(Pair, Number.__value__, Pair.__type_params__, Pair[int], Pair.__value__, Number.__module__, Tree.__value__)


def lazy[X: missing](x): ...


def defaulted[D = list[int]](x): ...


try:
    lazy.__type_params__[0].__bound__
except NameError as error:
    print(error)
missing = float
sys.setrecursionlimit(sys.getrecursionlimit())
print(lazy.__type_params__[0].__bound__, defaulted.__type_params__[0].__default__)
V = type(T)("V", covariant=True)
print(V, type(T)("W", int, str).__constraints__, type(T)("Q", contravariant=True), type(T)("B", bound=int).__bound__, V.__module__)
for bad in (
    lambda: type(T)("A", int),
    lambda: type(T)("A", covariant=True, contravariant=True),
    lambda: type(T)(),
    lambda: type(T)("A", int, str, bound=int),
    lambda: type(T)(3),
    lambda: Number[int],
    lambda: type("C", (T,), {}),
    lambda: T(),
):
    try:
        print(bad())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(list[T].__parameters__, dict[T, S].__parameters__, int | Number, Number | None, first.__annotations__)
