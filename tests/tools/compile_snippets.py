"""Compares what `compile()` says of many snippets, errors with their places and warnings.

usage: python3.13 tests/tools/compile_snippets.py PROGRAM [--show N] FILE...
       python3.13 tests/tools/compile_snippets.py --write [FILE]

PROGRAM is the built example `front`; a file holds a snippet a line, as the literal `(source, mode)`.
`--write` makes the golden of such a file, or the golden anew.
"""

import argparse
import ast
import collections
import subprocess
import sys
import warnings

GOLDEN = "tests/goldens/front/snippets.txt"


def theirs(source, mode):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(source, "no such file.py", mode, dont_inherit=True)
        except SyntaxError as e:
            place = "None"
            if e.lineno is not None:
                end = e.end_lineno, e.end_offset
                place = f"{e.lineno},{e.offset},{end[0]},{end[1]}"
            return f"{type(e).__name__}|{place}|{e.msg}"
        except Exception as e:
            return f"{type(e).__name__}|None|{e}"
    return "ok" + "".join(f"|{w.category.__name__}:{w.lineno}:{w.message}" for w in caught)


def escaped(answer):
    return answer.replace("\\", "\\\\").replace("\n", "\\n")


def write(file):
    if file:
        cases = [ast.literal_eval(line) for line in open(file, encoding="utf-8")]
    else:
        lines = open(GOLDEN, encoding="utf-8").read().splitlines()[::2]
        cases = [(ast.literal_eval(rest), mode) for mode, _, rest in (line.partition(" ") for line in lines)]
    with open(GOLDEN, "w", encoding="utf-8") as out:
        for source, mode in cases:
            print(mode, ascii(source), file=out)
            print(escaped(theirs(source, mode)), file=out)


def main():
    if "--write" in sys.argv:
        return write(sys.argv[2] if len(sys.argv) > 2 else None)
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--show", type=int, default=20)
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    total = collections.Counter()
    for file in options.files:
        cases = [ast.literal_eval(line) for line in open(file, encoding="utf-8")]
        lines, kept = [], []
        for source, mode in cases:
            try:
                data = source if isinstance(source, bytes) else source.encode()
            except UnicodeEncodeError:
                continue
            kept.append((source, mode))
            lines.append(f"{mode} {type(source).__name__} {data.hex()}\n")
        run = subprocess.run([options.program, "compile"], input="".join(lines), text=True,
                             stdout=subprocess.PIPE)
        answers = run.stdout.split("\n")
        right, shown, kinds = 0, 0, collections.Counter()
        for (source, mode), ours in zip(kept, answers):
            wanted = theirs(source, mode)
            kind = "ok" if wanted.startswith("ok") else "errors"
            kinds[kind] += 1
            said = escaped(wanted)
            if ours == said:
                right += 1
                total[kind] += 1
            elif shown < options.show:
                shown += 1
                print(f"{mode} {source!r:.300}\n   ours   {ours:.300}\n   theirs {said:.300}")
        total["all"] += len(kept)
        print(f"{file}: {right} of {len(kept)} agree ({kinds['errors']} errors)")
    print(dict(total))


main()
