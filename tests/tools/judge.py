"""Asks CPython 3.13 for the truth about samples and test programs and keeps it in tests/goldens/.

usage: python3.13 tests/tools/judge.py [--check] [FILE.py ...]

With no file, all of samples/*.py and tests/programs/*.py. `--check` writes nothing, says which
goldens differ from what this Python does, and exits 1 if any does.

For each program three text files are kept:
    NAME.code   every code object, attribute by attribute (dump_code below)
    NAME.out    standard output, standard error and exit status; the repository's path left out
    NAME.walk   every executed instruction, with the counts of all names (judge_walk, observe.py); not for a
                program that calls setrecursionlimit, since the observer's own frames count too, nor for one
                that listens to events itself, since the observer is told nothing of its callbacks, nor for
                one that looks at adapted code, since observed code does not adapt, nor
                for one with the line `# Not watched`: it imports much of the library, and when garbage is
                collected meanwhile depends on what else a process has allocated
Files whose names begin with `_` are helper modules that programs import; they are not judged alone.
"""

import concurrent.futures
import dis
import os
import pathlib
import signal
import struct
import subprocess
import sys
import tempfile
import types
import warnings

from observe import code_objects

ROOT = pathlib.Path(__file__).resolve().parents[2]
GOLDENS = ROOT / "tests" / "goldens"
OBSERVE = ROOT / "tests" / "tools" / "observe.py"
TIMEOUT = 20
UNWATCHED = ["setrecursionlimit", "sys.settrace(", "sys.setprofile(", "sys.monitoring", "_adaptive", "\n# Not watched"]


def escape(text):
    """Printable ASCII as it is, anything else as \\{hex}."""
    return "".join(c if " " <= c <= "~" and c not in "'\\" else f"\\{{{ord(c):x}}}" for c in text)


def show_float(value):
    return struct.pack(">d", value).hex()


def show_const(value):
    """A constant as one line; floats by their bits, sets in the order of their elements' lines."""
    match value:
        case None | True | False:
            return str(value)
        case types.EllipsisType():
            return "Ellipsis"
        case int():
            return f"int {value}"
        case float():
            return f"float {show_float(value)}"
        case complex():
            return f"complex {show_float(value.real)} {show_float(value.imag)}"
        case str():
            return f"str '{escape(value)}'"
        case bytes():
            return f"bytes '{escape(value.decode('latin-1'))}'"
        case tuple():
            return f"tuple ({', '.join(map(show_const, value))})"
        case frozenset():
            return f"frozenset ({', '.join(sorted(map(show_const, value)))})"
        case types.CodeType():
            return f"code {value.co_qualname} line {value.co_firstlineno}"


def show_entries(table):
    """A location or exception table in hex: bit 7 opens an entry, so entries stand apart."""
    return "".join(f" {b:02x}" if b & 0x80 else f"{b:02x}" for b in table)


def show_instructions(code):
    """One line an instruction: offset, bytes with the inline caches, opcode."""
    starts = [offset for offset, _, _, _ in dis._unpack_opargs(code.co_code)]
    for start, end in zip(starts, [*starts[1:], len(code.co_code)]):
        yield f"  {start} {code.co_code[start:end].hex()} {dis.opname[code.co_code[start]]}"


def dump_code(code):
    """The text of a code object and of those in its constants, depth first."""
    lines = [
        f"code {escape(code.co_qualname)}",
        f"  name {escape(code.co_name)}",
        f"  firstlineno {code.co_firstlineno}",
        f"  argcount {code.co_argcount}",
        f"  posonlyargcount {code.co_posonlyargcount}",
        f"  kwonlyargcount {code.co_kwonlyargcount}",
        f"  stacksize {code.co_stacksize}",
        f"  flags {code.co_flags:#x}",
    ]
    for attribute in ("names", "varnames", "cellvars", "freevars"):
        names = getattr(code, f"co_{attribute}")
        lines.append(f"  {attribute} {' '.join(map(escape, names))}".rstrip())
    lines += [f"  const {i} {show_const(const)}" for i, const in enumerate(code.co_consts)]
    lines += show_instructions(code)
    lines.append(f"  linetable{show_entries(code.co_linetable)}")
    lines.append(f"  exceptiontable{show_entries(code.co_exceptiontable)}")
    nested = [dump_code(const) for const in code.co_consts if isinstance(const, types.CodeType)]
    return "\n".join(lines) + "\n" + "".join(nested)


def run(arguments, **options):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment |= {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, env=environment, timeout=TIMEOUT, stdin=subprocess.DEVNULL, **options,
    )


def compile_file(path):
    return compile((ROOT / path).read_bytes(), path, "exec", dont_inherit=True)


def judge_code(path):
    return dump_code(compile_file(path))


def judge_output(path):
    done = run([path], capture_output=True, text=True)
    text = f"== stdout\n{done.stdout}== stderr\n{done.stderr}== exit {done.returncode}\n"
    return text.replace(f"{ROOT}{os.sep}", ""), done.returncode


def observe(path, mode):
    """What observe.py writes, as lists of words, and the program's exit status."""
    with tempfile.TemporaryFile("w+") as file:
        fd = file.fileno()
        done = run([str(OBSERVE), str(fd), mode, path],
                   pass_fds=[fd], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        file.seek(0)
        return [line.split() for line in file], done.returncode


def line_numbers(code):
    """Offset -> line, or `-`."""
    lines = {}
    for start, end, line in code.co_lines():
        for offset in range(start, end, 2):
            lines[offset] = "-" if line is None else line
    return lines


def judge_walk(path, observed):
    """The walk as text, one line an instruction:

        @ fib                    the code object (qualified name), when it is not the line before's
        10 LOAD_FAST 3 n=2 -m    offset, opcode, line, then what is new since the line before:
                                 `name=count`, `-name` for a name that is gone
        gc 2 3 0                 a collection during that instruction

    A new `@` line forgets what was known, so after it every name is written. EXTENDED_ARG is left out.
    """
    codes = [(code, line_numbers(code)) for code in code_objects(compile_file(path))]
    text, last, known = [], None, {}
    for words in observed:
        if words[0] == "gc":
            text.append(" ".join(words))
            continue
        code, lines = codes[int(words[0])]
        offset = int(words[1])
        op = dis.opname[code.co_code[offset]]
        if op == "EXTENDED_ARG":
            continue
        if code.co_qualname != last:
            last, known = code.co_qualname, {}
            text.append(f"@ {last}")
        now = dict(word.split("=") for word in words[2:])
        news = [f"{name}={count}" for name, count in now.items() if known.get(name) != count]
        news += [f"-{name}" for name in known if name not in now]
        text.append(" ".join([f"{offset} {op} {lines[offset]}", *news]))
        known = now
    return "\n".join(text) + "\n"


def judge(path):
    """Golden file -> its text, for the program at a path relative to the repository."""
    folder = GOLDENS / pathlib.Path(path).parent.name
    name = pathlib.Path(path).stem
    output, status = judge_output(path)
    goldens = {folder / f"{name}.code": judge_code(path), folder / f"{name}.out": output}
    text = (ROOT / path).read_text()
    if not any(word in text for word in UNWATCHED):
        observed, observed_status = observe(path, "refs")
        plain = [words[:2] if words[0] != "gc" else words for words in observed]
        if observed_status != status or observe(path, "plain") != (plain, status):
            sys.exit(f"judge.py: watching changes what {path} does")
        goldens[folder / f"{name}.walk"] = judge_walk(path, observed)
    return goldens


def programs():
    found = [*(ROOT / "samples").glob("*.py"), *(ROOT / "tests" / "programs").glob("*.py")]
    return sorted(str(p.relative_to(ROOT)) for p in found if not p.name.startswith("_"))


def main(arguments):
    check = "--check" in arguments
    named = [os.path.relpath(a, ROOT) for a in arguments if not a.startswith("--")]
    if sys.version_info[:2] != (3, 13):
        sys.exit("judge.py: this must be run by python3.13")
    warnings.simplefilter("ignore")
    # A shell's background jobs ignore SIGINT, and would hand that down.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    paths = named or programs()
    for path in paths:
        if pathlib.Path(path).stem in sys.stdlib_module_names:
            sys.exit(f"judge.py: {path} hides a module of the standard library: give it another name")
    differing = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        judged = list(pool.map(judge, paths))
    wanted = {file: text for goldens in judged for file, text in goldens.items()}
    for file, text in wanted.items():
        if not file.exists() or file.read_text() != text:
            differing.append(str(file.relative_to(ROOT)))
            if not check:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
    if not named:
        for file in [*GOLDENS.glob("samples/*"), *GOLDENS.glob("programs/*")]:
            if file not in wanted:
                differing.append(f"{file.relative_to(ROOT)} (no such program)")
                if not check:
                    file.unlink()
    for line in differing:
        print("differs:" if check else "changed:", line)
    print(f"{len(paths)} programs judged by Python {sys.version.split()[0]}")
    return check and bool(differing)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
