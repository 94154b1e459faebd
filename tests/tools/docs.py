"""Asks CPython 3.13 for the docstrings and signatures of what is built in, and writes src/types/docs.txt.

usage: python3.13 tests/tools/docs.py

Three lines for each pair of signature and docstring: the signature (empty if none) and the docstring, both
with \\n and \\\\ escaped, and the names that have them: `int` a type, `int.bit_length` what is in a type,
`math:sin` a function of a module, `math:` a module itself. Types and modules stand first, up to a line `%%`.
"""

import importlib
import pathlib
import sys
import types

OUT = pathlib.Path(__file__).resolve().parents[2] / "src" / "types" / "docs.txt"
MODULES = """
    builtins sys gc time _weakref itertools _functools _operator _collections math cmath errno _bisect _heapq
    _random _string marshal _abc _stat _typing _struct _imp _warnings _thread _codecs _io posix _signal _sre
    atexit _contextvars
""".split()


def generator():
    yield


async def coroutine():
    pass


async def async_generator():
    yield


def hidden_types():
    """Types that no module shows."""
    waiting = coroutine()
    agen = async_generator()
    once = [waiting, waiting.__await__(), agen]
    awaitables = [agen.asend(None), agen.athrow(ValueError), anext(agen, 1)]
    method = [].append
    samples = [
        None, ..., NotImplemented, generator, method, generator.__get__(1), list.append, int.__add__, (1).__add__,
        dict.__dict__["fromkeys"], int.__dict__["real"], slice.start, generator.__code__, types.CellType(),
        sys._getframe(), (lambda: sys._getframe().f_locals)(), generator(), type.__dict__, {}.keys(), {}.values(),
        {}.items(), iter({}), iter({}.values()), iter({}.items()), reversed({}), reversed({}.values()),
        reversed({}.items()), iter([]), reversed([]), iter(()), iter("a"), iter("\u00e9"), iter(b""),
        iter(bytearray()), iter(set()), iter(range(3)), iter(range(10**30)), iter(memoryview(b"")), iter(int, 0),
        reversed("ab"), list[int], iter(list[int]), int | str, sys.implementation, sys, *once, *awaitables,
    ]
    try:
        raise ValueError
    except ValueError as e:
        samples.append(e.__traceback__)
    import typing
    kinds = [type(s) for s in samples]
    kinds += [typing.TypeVar, typing.ParamSpec, typing.TypeVarTuple, typing.TypeAliasType, typing.Generic]
    kinds += [type(typing.ParamSpec("P").args), type(typing.ParamSpec("P").kwargs), typing.NoDefault.__class__]
    for awaitable in [waiting, *awaitables[:2]]:
        awaitable.close()
    return kinds


def title(kind):
    """A type's name as the machine knows it: with its module unless that is builtins."""
    module = kind.__dict__.get("__module__", kind.__module__)
    if not isinstance(module, str):
        module = kind.__module__
    return kind.__qualname__ if module == "builtins" else f"{module}.{kind.__qualname__}"


def texts(thing):
    doc = getattr(thing, "__doc__", None)
    signature = getattr(thing, "__text_signature__", None)
    return (signature if isinstance(signature, str) else "", doc if isinstance(doc, str) else "")


def escape(text):
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def main():
    heads, members = {}, {}
    kinds = dict.fromkeys(hidden_types())
    for name in MODULES:
        module = importlib.import_module(name)
        heads.setdefault(("", module.__doc__ or ""), []).append(f"{name}:")
        for key, value in vars(module).items():
            if isinstance(value, type):
                kinds.setdefault(value)
            elif isinstance(value, types.BuiltinFunctionType):
                members.setdefault(texts(value), []).append(f"{name}:{key}")
    for kind in kinds:
        if kind.__flags__ & (1 << 9) and kind.__module__ not in MODULES + ["typing", "types", "weakref", "collections", "functools", "operator", "random"]:
            continue
        heads.setdefault(texts(kind), []).append(title(kind))
        for key, value in vars(kind).items():
            if key not in ("__doc__", "__module__", "__dict__", "__weakref__") and not isinstance(value, type):
                inner = value.__func__ if isinstance(value, staticmethod) else value
                if type(inner).__module__ == "builtins" and callable(inner) or hasattr(inner, "__objclass__"):
                    members.setdefault(texts(inner), []).append(f"{title(kind)}.{key}")
    with open(OUT, "w", encoding="utf-8", newline="\n") as out:
        for group in (heads, members):
            for (signature, doc), names in sorted(group.items(), key=lambda g: sorted(g[1])):
                if signature or doc:
                    print(escape(signature), escape(doc), " ".join(sorted(set(names))), sep="\n", file=out)
            if group is heads:
                print("%%", file=out)


main()
