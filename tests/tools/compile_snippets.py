"""Compares what `compile()` says of many snippets, errors with their places and warnings.

usage: python3.13 tests/tools/compile_snippets.py PROGRAM [--show N] FILE...

PROGRAM is the built example `front`; a file holds a snippet a line, as the literal `(source, mode)`.
"""

import argparse
import ast
import collections
import subprocess
import sys
import warnings

sys.set_int_max_str_digits(0)


def theirs(source, mode):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        sys.set_int_max_str_digits(4300)
        try:
            compile(source, "x.py", mode, dont_inherit=True)
        except SyntaxError as e:
            place = "None"
            if e.lineno is not None:
                end = e.end_lineno, e.end_offset
                place = f"{e.lineno},{e.offset},{end[0]},{end[1]}"
            return f"{type(e).__name__}|{place}|{e.msg}"
        except Exception as e:
            return f"{type(e).__name__}|None|{e}"
    return "ok" + "".join(f"|{w.category.__name__}:{w.lineno}:{w.message}" for w in caught)


def main():
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
            said = wanted.replace("\\", "\\\\").replace("\n", "\\n")
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
