"""Runs modules of CPython's own tests (Lib/test) on pvmscope and on CPython, and compares.

    python3.13 tests/tools/library.py PVMSCOPE [-v] MODULE...

Each module runs through unittest in a process of its own, with a limit of time and memory. A line a
module: how many tests there are, how many of them end alike on both sides, and what ends differently.
"""

import collections
import json
import os
import resource
import subprocess
import sys
import tempfile

RUNNER = '''
import json, sys, unittest
import test.support
test.support.verbose = 0
name = sys.argv[1]
class Result(unittest.TestResult):
    def note(self, test, what, detail=""):
        print("\\n@@" + json.dumps([test.id(), what, detail]), flush=True)
    def addSuccess(self, test): self.note(test, "ok")
    def addSkip(self, test, reason): self.note(test, "skip", reason)
    def addFailure(self, test, err): self.note(test, "fail", last(err))
    def addError(self, test, err): self.note(test, "error", last(err))
    def addExpectedFailure(self, test, err): self.note(test, "expected")
    def addUnexpectedSuccess(self, test): self.note(test, "unexpected")
    def addSubTest(self, test, subtest, err):
        if err: self.note(test, "fail", last(err))
def last(err):
    tb = err[2]
    lines = []
    while tb:
        name = tb.tb_frame.f_code.co_filename
        if "unittest" not in name: lines.append(f"{name.rsplit('/', 1)[-1]}:{tb.tb_lineno}")
        tb = tb.tb_next
    try: text = str(err[1])
    except Exception: text = "?"
    return f"{err[0].__name__}: {text[:160]} [{' '.join(lines[-3:])}]"
suite = unittest.defaultTestLoader.loadTestsFromName(name)
suite.run(Result())
print("\\n@@" + json.dumps(["end", "ok", ""]), flush=True)
'''

SECONDS = int(os.environ.get("LIBRARY_SECONDS", "300"))
BYTES = 4 << 30


def run(command, module):
    """Ends of the module's tests, by name."""
    folder = tempfile.mkdtemp()
    script = os.path.join(folder, "runner.py")
    with open(script, "w", encoding="utf-8") as file:
        file.write(RUNNER)
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    environment.pop("PYTHONUNBUFFERED", None)
    limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    try:
        done = subprocess.run(
            [*command, script, module], cwd=folder, env=environment, timeout=SECONDS,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limit,
        )
        out, err = done.stdout, done.stderr
    except subprocess.TimeoutExpired as late:
        out, err = late.stdout or b"", b"timeout"
    ends = collections.OrderedDict()
    for line in out.decode("utf-8", "replace").splitlines():
        if line.startswith("@@"):
            try:
                name, what, detail = json.loads(line[2:])
            except ValueError:
                continue
            if ends.get(name, ("ok",))[0] in ("ok", "skip"):
                ends[name] = (what, detail)
    finished = ends.pop("end", None) is not None
    last = err.decode("utf-8", "replace").strip().splitlines()[-1:]
    return ends, None if finished else (last or ["no end"])[0]


def main():
    binary, *modules = sys.argv[1:]
    binary = os.path.abspath(binary)
    verbose = "-v" in modules
    total = alike = 0
    for module in (m for m in modules if m != "-v"):
        theirs, broken = run([sys.executable], module)
        ours, stopped = run([binary, "run"], module)
        same = sum(ours.get(name, ("missing",))[0] == end[0] for name, end in theirs.items())
        total, alike = total + len(theirs), alike + same
        counts = collections.Counter(end[0] for end in ours.values())
        print(f"{module}: {same} of {len(theirs)} alike; ours {dict(counts)}", end="")
        print(f"; CPython stopped: {broken}" if broken else "", end="")
        print(f"; stopped: {stopped}" if stopped else "", flush=True)
        if verbose:
            for name, end in theirs.items():
                got = ours.get(name, ("missing", ""))
                if got[0] != end[0] and not (stopped and got[0] == "missing"):
                    print(f"   {name.split('.', 2)[-1]}: {end[0]}, ours {got[0]} {got[1]}")
    print(f"{alike} of {total} tests end alike")


main()
