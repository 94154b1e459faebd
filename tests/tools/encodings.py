"""Writes what CPython says of programs in many encodings: `python3.13 tests/tools/encodings.py [FILE]`.

The golden holds a program a line as a bytes literal, and below it what `compile()` says and what
`python FILE` says: `right`, or the error. Without a file the tool reads the golden's own programs.
"""

import ast
import pathlib
import subprocess
import sys
import tempfile

GOLDEN = "tests/goldens/front/encodings.txt"


def compiled(program):
    try:
        compile(program, "x.py", "exec", ast.PyCF_ONLY_AST)
    except SyntaxError as e:
        return f"{type(e).__name__} {e.lineno},{e.offset} {e.msg!a}"
    except Exception as e:
        return f"{type(e).__name__} None {str(e)!a}"
    return "right"


def run(program):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "x.py"
        # The program is read, not run.
        file.write_bytes(program)
        done = subprocess.run([sys.executable, "x.py"], cwd=folder, capture_output=True)
    last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    name, _, message = last.partition(": ")
    return f"{name} {message.replace(str(file), 'x.py')!a}" if name.endswith("Error") else "right"


def main():
    lines = open(sys.argv[1] if len(sys.argv) > 1 else GOLDEN, encoding="utf-8").read().splitlines()
    programs = [ast.literal_eval(line) for line in lines if line.startswith(("b'", 'b"'))]
    with open(GOLDEN, "w", encoding="utf-8") as out:
        for program in programs:
            print(program, compiled(program), run(program), sep="\n", file=out)


main()
