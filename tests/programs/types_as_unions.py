"""Converters chosen by annotations that are unions of classes, aliases and None."""
from collections.abc import Callable
from types import GenericAlias


class Vector(GenericAlias):
    """An alias of a kind of its own."""


class Settings:
    size: int | None
    names: list[str] | tuple[str, ...]
    on_change: Callable[[str, int], None] | None
    fallback: None | Callable[..., str]
    points: Vector(list, int) | int | Vector(list, int)


def describe(annotation):
    members = getattr(annotation, "__args__", (annotation,))
    return " or ".join(sorted(getattr(m, "__name__", str(m)) for m in members))


for name, annotation in Settings.__annotations__.items():
    print(f"{name}: {annotation} ({len(annotation.__args__)}): {describe(annotation)}")

print(isinstance(3, int | None), isinstance(None, int | None), isinstance("x", int | None))
for left, right in [(Callable[[int], str], "x"), (3, Vector(list, int)), (int | str, 4.5)]:
    try:
        left | right
    except TypeError as error:
        print(error)
try:
    isinstance([1], Vector(list, int) | None)
except TypeError as error:
    print(error)
