# type: ignore[misc]
import typing  # type: ignore


def scale(
    values,  # type: typing.List[float]
    *rest,  # type: float
    factor=1.0,  # type: float
    **options  # type: bool
):
    # type: (...) -> typing.List[float]
    out = []  # type: typing.List[float]
    for value in values:  # type: float
        out.append(value * factor)
    with open("log") as log:  # type: typing.TextIO
        log.write("done")  # types: no type
    return out
