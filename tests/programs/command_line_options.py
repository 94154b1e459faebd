"""Options of a command, parsed; help and mistakes."""
# Not watched: the library collects garbage while it is imported.
import argparse
import contextlib
import io

parser = argparse.ArgumentParser(prog="pack", description="Packs things.")
parser.add_argument("files", nargs="+")
parser.add_argument("-l", "--level", type=int, default=3, choices=range(1, 10), metavar="N", help="how hard")
parser.add_argument("-v", "--verbose", action="count", default=0)
group = parser.add_mutually_exclusive_group()
group.add_argument("--zip", action="store_true")
group.add_argument("--tar", action="store_true")
print(parser.parse_args(["a", "b", "-vv", "--level=5", "--tar"]))
print(parser.format_usage())
for words in (["-l", "12", "x"], ["--zip", "--tar", "x"], []):
    errors = io.StringIO()
    with contextlib.redirect_stderr(errors):
        try:
            parser.parse_args(words)
        except SystemExit as end:
            print(end.code, errors.getvalue().splitlines()[-1])
