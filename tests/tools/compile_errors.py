"""Writes tests/goldens/compile_errors.txt: what CPython 3.13.0 says of programs that parse and do not compile.

usage: python3.13 tests/tools/compile_errors.py [--check]

The programs stand in the file itself, each above its answer: `=> LINE COLUMN END_LINE END_COLUMN
MESSAGE`, `=> warning LINE MESSAGE` or `=> fine`. `--check` writes nothing and exits 1 if an answer is wrong.
"""

import pathlib
import sys
import warnings

FILE = pathlib.Path(__file__).resolve().parents[1] / "goldens" / "compile_errors.txt"


def answer(program):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(program, "program", "exec", dont_inherit=True)
        except SyntaxError as e:
            end = e.offset if e.end_offset is None else e.end_offset
            return f"=> {e.lineno} {e.offset} {e.end_lineno} {end} {e.msg}\n"
        return "".join(f"=> warning {w.lineno} {w.message}\n" for w in caught) or "=> fine\n"


def main():
    cases = []
    program = ""
    for line in FILE.read_text().splitlines(keepends=True):
        if line.startswith("=> "):
            if program:
                cases.append(program)
            program = ""
        else:
            program += line
    if program:
        cases.append(program)
    text = "".join(program + answer(program) for program in cases)
    if "--check" not in sys.argv:
        FILE.write_text(text)
    elif text != FILE.read_text():
        sys.exit("compile_errors.txt does not say what this Python says")


main()
