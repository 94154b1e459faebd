"""Compares code objects with CPython's, attribute by attribute, for many files.

usage: python3.13 tests/tools/compare_code.py PROGRAM [--level N] [--every N] [--show N] FILE_OR_DIR...

PROGRAM is the built example `codes`. For each kind of difference the first few files are shown.
"""

import argparse
import collections
import marshal
import pathlib
import subprocess
import sys
import types
import warnings

ATTRIBUTES = (
    "co_argcount co_posonlyargcount co_kwonlyargcount co_flags co_stacksize co_firstlineno co_name "
    "co_qualname co_filename co_names co_varnames co_cellvars co_freevars co_code co_linetable "
    "co_exceptiontable"
).split()


def key(value):
    """A constant by type and value, so that 1, 1.0 and True differ."""
    if isinstance(value, types.CodeType):
        return ("code", value.co_name)
    if isinstance(value, tuple):
        return ("tuple", *map(key, value))
    if isinstance(value, frozenset):
        return ("frozenset", *sorted(map(repr, map(key, value))))
    return (type(value).__name__, repr(value))


def differences(ours, theirs, path):
    for name in ATTRIBUTES:
        a, b = getattr(ours, name), getattr(theirs, name)
        if a != b:
            if name == "co_code":
                a, b = instructions(ours), instructions(theirs)
                at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
                yield path, name, a[max(0, at - 3):at + 3], b[max(0, at - 3):at + 3]
            elif name == "co_linetable":
                a, b = list(ours.co_positions()), list(theirs.co_positions())
                at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), -1)
                op = instructions(theirs)
                yield path, name, (at, a[at:at + 2]), (b[at:at + 2], [o for o in op if o[0] == at * 2])
            else:
                yield path, name, a, b
    a, b = [key(c) for c in ours.co_consts], [key(c) for c in theirs.co_consts]
    if a != b:
        yield path, "co_consts", a, b
        return
    for x, y in zip(ours.co_consts, theirs.co_consts):
        if isinstance(x, types.CodeType):
            yield from differences(x, y, f"{path}.{x.co_name}@{y.co_firstlineno}")


def instructions(code):
    import dis
    return [(i.offset, i.opname, i.arg) for i in dis.get_instructions(code)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--level", type=int, default=0)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--show", type=int, default=2)
    parser.add_argument("paths", nargs="+")
    options = parser.parse_args()
    files = []
    for path in map(pathlib.Path, options.paths):
        files += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    files = [str(f) for f in files][::options.every]
    run = subprocess.run([options.program, str(options.level)], input="\n".join(files), text=True,
                         stdout=subprocess.PIPE)
    if run.returncode:
        print("the program failed:", run.returncode)
    ours, our_warnings = {}, collections.defaultdict(list)
    for line in run.stdout.splitlines():
        kind, file, *rest = line.split("\t", 3)
        if kind == "warning":
            our_warnings[file].append((int(rest[0]), bytes.fromhex(rest[1]).decode()))
        else:
            ours[file] = kind, rest[0]
    found = collections.defaultdict(list)
    same = 0
    for file in files:
        source = pathlib.Path(file).read_bytes()
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                theirs = compile(source, file, "exec", dont_inherit=True, optimize=options.level)
            except (SyntaxError, ValueError) as error:
                theirs = error
        if file not in ours:
            try:
                source.decode()
            except UnicodeDecodeError:
                continue
            found["no answer"].append((file, "", "", ""))
            continue
        kind, text = ours[file]
        if isinstance(theirs, Exception):
            if kind == "ok":
                found["should be an error"].append((file, "", theirs, ""))
            else:
                same += 1
            continue
        if kind == "error":
            found["error"].append((file, "", text, ""))
            continue
        told = [(w.lineno, str(w.message)) for w in caught if w.category is SyntaxWarning]
        if sorted(told) != sorted(our_warnings[file]):
            found["warnings"].append((file, "", our_warnings[file], told))
        try:
            code = marshal.loads(bytes.fromhex(text))
        except SystemError as error:
            found["unreadable"].append((file, "", error, ""))
            continue
        first = next(differences(code, theirs, ""), None)
        if first is None:
            same += 1
        else:
            found[first[1]].append((file, first[0], first[2], first[3]))
    for kind, cases in found.items():
        print(f"== {kind}: {len(cases)} files")
        for file, path, a, b in cases[:options.show]:
            print(f"  {file} {path}\n    ours   {a!s:.700}\n    theirs {b!s:.700}")
    print(f"{same} of {len(files)} files are the same")
    sys.exit(same != len(files))


main()
