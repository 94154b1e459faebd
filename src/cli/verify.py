"""What CPython 3.13 says of one program, stage by stage, as JSON. Started by `pvmscope verify`.

Addresses, which differ from run to run, are left out.
"""

import marshal
import sys

file = sys.argv[1]
with open(file, "rb") as source:
    text = source.read()

# Before other modules are loaded: their strings would be shared with the program's.
sys.warnoptions.append("ignore")
said = {}
try:
    code = compile(text, file, "exec", dont_inherit=True)
except Exception as error:
    said["error"] = f"{type(error).__name__}: {error}"
else:
    said["code"] = marshal.dumps(code).hex()

import ast
import contextlib
import dis
import io
import json
import os
import re
import symtable
import sysconfig
import tokenize
import warnings

warnings.simplefilter("ignore")


def tool(main, *arguments):
    def work():
        sys.argv = ["tool", *arguments]
        main()

    return work


def disassembly():
    out = io.StringIO()
    # Compiled again, as `python -m dis` does: which strings are interned by now decides the order of sets.
    dis.dis(compile(text, file, "exec", dont_inherit=True), file=out)
    print(re.sub(" at 0x[0-9a-f]+, file", " at 0x, file", out.getvalue()), end="")


def rows(sequence):
    for row in sequence.get_instructions():
        print(*(x or 0 for x in row))


def sequences():
    from _testinternalcapi import compiler_codegen

    def one(sequence):
        for inner in sequence.get_nested():
            yield from one(inner)
        yield sequence

    return one(compiler_codegen(ast.parse(text, file), file, 0, 0)[0])


def instructions():
    for sequence in sequences():
        rows(sequence)
        print()


def graph():
    """Each sequence and what the optimiser makes of it. The constants of nested code are not to be had,
    so numbers and None stand for all of them."""
    from _testinternalcapi import optimize_cfg
    from opcode import opmap

    fast = {number for name, number in opmap.items() if "FAST" in name}
    for sequence in sequences():
        before = sequence.get_instructions()
        count = 1 + max((row[1] for row in before if row[0] == opmap["LOAD_CONST"]), default=0)
        variables = 1 + max((row[1] for row in before if row[0] in fast), default=-1)
        consts = [None if i % 5 == len(before) % 5 else i // 2 * 2 if i % 3 else 0 for i in range(count)]
        print("unit", variables, *consts)
        rows(sequence)
        print("-")
        rows(optimize_cfg(sequence, consts, variables))


def printed(work):
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            work()
    except (Exception, SystemExit):
        return None
    return out.getvalue()


if "code" in said:
    said["tokens"] = printed(tool(tokenize.main, "-e", file))
    said["ast"] = printed(tool(ast.main, "-a", file))
    said["symtable"] = printed(lambda: symtable.main([file]))
    said["instructions"] = printed(instructions)
    said["cfg"] = printed(graph)
    said["dis"] = printed(disassembly)
    for level in 1, 2:
        again = compile(text, file, "exec", dont_inherit=True, optimize=level)
        said[f"code -{'O' * level}"] = marshal.dumps(again).hex()
library = os.path.realpath(sysconfig.get_path("stdlib"))
said["library"] = os.path.realpath(file).startswith(library + os.sep)
json.dump(said, sys.stdout)
