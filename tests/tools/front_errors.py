"""Writes what CPython says of wrong programs: `python3.13 tests/tools/front_errors.py [FILE]`.

The file holds a program a line as a Python literal, each followed by a line with the exception's
kind, place and message. Without a file the tool reads the golden's own programs again.
"""

import ast
import sys

GOLDEN = "tests/goldens/front/errors.txt"


def answer(program):
    try:
        compile(program, "x.py", "exec", ast.PyCF_ONLY_AST)
    except SyntaxError as e:
        place = f"{e.lineno},{e.offset},{e.end_lineno},{e.end_offset}"
        return f"{type(e).__name__} {place} {e.msg!a}"
    except Exception as e:
        return f"{type(e).__name__} None {str(e)!a}"
    return "right"


def main():
    lines = open(sys.argv[1] if len(sys.argv) > 1 else GOLDEN, encoding="utf-8").read().splitlines()
    programs = [ast.literal_eval(line) for line in lines if line.startswith(("'", '"'))]
    with open(GOLDEN, "w", encoding="utf-8") as out:
        for program in programs:
            print(ascii(program), answer(program), sep="\n", file=out)


main()
