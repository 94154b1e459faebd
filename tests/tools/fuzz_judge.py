"""CPython's part of the fuzzer's differential kind: compiles each case and compares with our answer.

Started by tests/fuzz/judge.rs. Standard input: a line with three lengths, then a program, our answer (`ok` and
warnings, or kind, place and message of the error) and our marshalled code. A line for each goes to standard
output: `same`, or what differs.
"""

import marshal
import sys
import types
import warnings

ATTRIBUTES = (
    "co_argcount co_posonlyargcount co_kwonlyargcount co_flags co_stacksize co_firstlineno co_name co_qualname "
    "co_names co_varnames co_cellvars co_freevars co_code co_linetable co_exceptiontable"
).split()


def key(value):
    if isinstance(value, types.CodeType):
        return "code", value.co_name
    if isinstance(value, tuple):
        return "tuple", *map(key, value)
    if isinstance(value, frozenset):
        return "frozenset", *sorted(map(repr, map(key, value)))
    return type(value).__name__, repr(value)


def different_code(ours, theirs):
    for name in ATTRIBUTES:
        if getattr(ours, name) != getattr(theirs, name):
            return f"{name} of {theirs.co_qualname} (line {theirs.co_firstlineno})"
    if list(map(key, ours.co_consts)) != list(map(key, theirs.co_consts)):
        return f"co_consts of {theirs.co_qualname}: {ours.co_consts!r:.300} {theirs.co_consts!r:.300}"
    for a, b in zip(ours.co_consts, theirs.co_consts):
        if isinstance(a, types.CodeType):
            if found := different_code(a, b):
                return found


def verdict(source, answer, code):
    head, *told = answer.split("\n")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            theirs = compile(source, "case.py", "exec", dont_inherit=True)
        except (SyntaxError, ValueError, MemoryError, RecursionError, OverflowError) as error:
            theirs = error
    if isinstance(theirs, types.CodeType):
        if head != "ok":
            return f"CPython accepts; ours: {answer}"
        if found := different_code(marshal.loads(code), theirs):
            return f"code: {found}"
        warned = [f"{w.lineno}\t{w.category.__name__}\t{w.message}" for w in caught]
        ours = "\n".join(told)
        if "\n".join(sorted(warned)) != "\n".join(sorted(ours.split("\n") if ours else [])):
            return f"warnings: ours {told}, CPython's {warned}"
        return "same"
    place, message = "None", str(theirs)
    if isinstance(theirs, SyntaxError):
        message = theirs.msg
        if theirs.lineno is not None:
            place = f"{theirs.lineno},{theirs.offset},{theirs.end_lineno},{theirs.end_offset}"
    wanted = f"{type(theirs).__name__}\t{place}\t{message}"
    if head == "ok":
        return f"CPython refuses: {wanted}"
    if answer != wanted:
        return f"errors: ours {answer!r}, CPython's {wanted!r}"
    return "same"


def main():
    stdin = sys.stdin.buffer
    while line := stdin.readline():
        source, answer, code = (stdin.read(int(n)) for n in line.split())
        try:
            said = verdict(source, answer.decode("utf-8", "surrogatepass"), code)
        except Exception as error:
            said = f"the judge stumbled: {error!r}"
        said = said.encode("utf-8", "backslashreplace").decode().replace("\n", "\\n").replace("\r", "\\r")
        print(said, flush=True)


sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
main()
