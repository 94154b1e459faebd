#!/usr/bin/env python3
"""Writes .cargo/startup.order: the functions that `pvmscope run` of a hello needs, by their linker names.

usage: python3 tests/tools/startup_order.py

Builds the release binary with its symbols and asks valgrind (callgrind) what runs. The names change with the
compiler, the build's profile and, for some functions, with the code; it is worth a new run when
`cargo bench --bench versus -- hello` shows that hello's memory has grown.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = ROOT / "target" / "release" / "pvmscope"
# Copied by value from one module into others, or made for one place: valgrind tells such names apart.
NUMBER = re.compile(r"'\d+$")


def main():
    # Another profile would give other names; this is the same one, but for what is stripped at its end.
    build = ["cargo", "rustc", "--release", "--bin", "pvmscope", "--", "-Cstrip=none"]
    subprocess.run(build, cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory() as folder:
        hello, profile = Path(folder) / "hello.py", Path(folder) / "profile"
        hello.write_text('print("hello")\n')
        tool = ["valgrind", "--tool=callgrind", "--demangle=no", f"--callgrind-out-file={profile}"]
        run = [*tool, str(BINARY), "run", str(hello)]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        executed = re.findall(r"^c?fn=\(\d+\) (.*)$", profile.read_text(), re.MULTILINE)
    listed = subprocess.run(["nm", str(BINARY)], check=True, capture_output=True, text=True).stdout
    defined = {line.split()[-1] for line in listed.splitlines() if " t " in line or " T " in line}
    names = sorted({NUMBER.sub("", name) for name in executed} & defined)
    (ROOT / ".cargo" / "startup.order").write_text("\n".join(names) + "\n")
    print(f"{len(names)} functions")


if __name__ == "__main__":
    sys.exit(main())
