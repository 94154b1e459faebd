"""What CPython 3.13 says of one program, stage by stage, as JSON. Started by `pvmscope verify`.

Addresses, which differ from run to run, are left out.
"""

import ast
import contextlib
import dis
import io
import json
import marshal
import re
import symtable
import sys
import tokenize
import warnings

warnings.simplefilter("ignore")
file = sys.argv[1]
with open(file, "rb") as source:
    text = source.read()


def tokens():
    for token in tokenize.tokenize(io.BytesIO(text).readline):
        place = "%d,%d-%d,%d:" % (token.start + token.end)
        print("%-20s%-15s%-15r" % (place, tokenize.tok_name[token.exact_type], token.string))


def tree():
    print(ast.dump(ast.parse(text, file), include_attributes=True, indent=3))


def disassembly():
    out = io.StringIO()
    dis.dis(code, file=out)
    print(re.sub(" at 0x[0-9a-f]+, file", " at 0x, file", out.getvalue()), end="")


def instructions():
    from _testinternalcapi import compiler_codegen

    def one(sequence):
        for inner in sequence.get_nested():
            one(inner)
        for op, arg, line, end_line, col, end_col in sequence.get_instructions():
            print(op, arg or 0, line, end_line, col, end_col)
        print()

    one(compiler_codegen(ast.parse(text, file), file, 0, 0)[0])


def printed(work):
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            work()
    except Exception:
        return None
    return out.getvalue()


said = {}
try:
    code = compile(text, file, "exec")
except Exception as error:
    said["error"] = f"{type(error).__name__}: {error}"
else:
    said["tokens"] = printed(tokens)
    said["ast"] = printed(tree)
    said["symtable"] = printed(lambda: symtable.main([file]))
    said["instructions"] = printed(instructions)
    said["dis"] = printed(disassembly)
    said["code"] = marshal.dumps(code).hex()
json.dump(said, sys.stdout)
