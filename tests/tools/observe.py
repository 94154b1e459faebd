"""Runs FILE as `python3.13 FILE` would and writes its walk to the file descriptor FD.

usage: python3.13 observe.py FD refs|plain FILE        (judge.py starts it)

The walk is one line for each INSTRUCTION event of `sys.monitoring` in FILE's own code objects,
taken before the instruction runs:

    @ fib                    the code object (qualified name), when it is not the line before's
    10 LOAD_FAST 3 n=2 -m    offset, opcode, line (`-` for none), then what is new since the line
                             before: `name=count`, `name=null` for an immortal, `name=?` for a
                             built-in module (each of its functions holds it), `-name` for gone
    gc 2 3 0                 during that instruction generation 2 was collected: 3 objects found,
                             0 uncollectable (those after the program's end are left out)

The names are those of `frame.f_locals`, the module's own `__name__` and the like apart (MODULE_NAMES).
A new `@` line forgets what was known, so after it every name is written.

What has been found out about CPython 3.13.0 and is relied on here:
- Events begin after a code object's first RESUME. What stands before it (COPY_FREE_VARS, MAKE_CELL,
  RETURN_GENERATOR, POP_TOP) runs without an event.
- RESUME and END_FOR have no event. (FOR_ITER that ends its loop jumps past END_FOR and POP_TOP.)
- EXTENDED_ARG has an event of its own before that of the instruction it extends. It is left out.
- The instrumented instructions are never specialised.
- `f_locals` of a function is a proxy that makes a new reference for each look-up and keeps none;
  that of a module or class body is its namespace itself. A count is therefore `getrefcount`'s
  less one, which is the argument itself. Inside a module's inlined comprehension `f_locals` shows
  the comprehension's names only.
- 3.13.0 crashes when `f_locals` is read in a frame where one comprehension's variable is a cell and
  another inlined comprehension has a plain variable of the same name (fixed in 3.13.2): programs
  must avoid that. judge.py notices, since the exit status differs.
- Asking for the frame makes a frame object, which holds no local and dies with the frame. It does
  count as one allocation of the collector's youngest generation.
- The code comes from `compile()`. `python3.13 FILE` keeps the parser's memory while the program
  runs, which adds one to the count of each literal's object; an imported module has no such extra.
"""

import builtins
import dis
import gc
import os
import sys
import types

TOOL = sys.monitoring.DEBUGGER_ID
INSTRUCTION = sys.monitoring.events.INSTRUCTION
MODULE_NAMES = frozenset(
    "__name__ __package__ __loader__ __spec__ __file__ __cached__ __builtins__ __annotations__".split()
)
IMMORTAL = 1 << 31


def code_objects(code):
    yield code
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            yield from code_objects(const)


def step_texts(code):
    """Offset -> the fixed part of the instruction's line."""
    lines = {}
    for start, end, line in code.co_lines():
        for offset in range(start, end, 2):
            lines[offset] = "-" if line is None else line
    texts = {}
    for offset in range(0, len(code.co_code), 2):
        op = code.co_code[offset]
        texts[offset] = "" if op == dis.EXTENDED_ARG else f"{offset} {dis.opname[op]} {lines[offset]}"
    return texts


def observer(fd, codes, with_refs):
    """The two callbacks. They keep all they need in cells: at exit this module's names become None."""
    texts = {id(code): step_texts(code) for code in codes}
    known = {}
    last_name = None
    getframe, getrefcount, write = sys._getframe, sys.getrefcount, os.write
    gc_isenabled, gc_enable, gc_disable = gc.isenabled, gc.enable, gc.disable
    hidden, immortal, module = MODULE_NAMES, IMMORTAL, types.ModuleType

    def on_instruction(code, offset):
        nonlocal last_name, known
        text = texts[id(code)][offset]
        if not text:
            return
        collecting = gc_isenabled()
        gc_disable()
        name = code.co_qualname
        if name != last_name:
            last_name = name
            known = {}
            text = f"@ {name}\n{text}"
        if with_refs:
            names = getframe(1).f_locals
            now = {}
            for key in names:
                if key not in hidden:
                    count = getrefcount(names[key]) - 1
                    if count >= immortal:
                        count = "null"
                    elif type(names[key]) is module and "__file__" not in names[key].__dict__:
                        count = "?"
                    now[key] = count
            for key in sorted(now):
                if known.get(key) != now[key]:
                    text += f" {key}={now[key]}"
            for key in sorted(known):
                if key not in now:
                    text += f" -{key}"
            known = now
        write(fd, f"{text}\n".encode())
        if collecting:
            gc_enable()

    def on_collection(phase, info):
        if phase == "stop":
            write(fd, f"gc {info['generation']} {info['collected']} {info['uncollectable']}\n".encode())

    return on_instruction, on_collection


def run(fd, with_refs, path):
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec")
    module = types.ModuleType("__main__")
    module.__file__ = os.path.abspath(path)
    module.__builtins__ = builtins
    module.__annotations__ = {}
    module.__cached__ = None
    sys.modules["__main__"] = module
    sys.path[0] = os.path.dirname(os.path.abspath(path))
    sys.argv[:] = [path]
    codes = list(code_objects(code))
    on_instruction, on_collection = observer(fd, codes, with_refs)
    sys.monitoring.use_tool_id(TOOL, "walk")
    sys.monitoring.register_callback(TOOL, INSTRUCTION, on_instruction)
    gc.callbacks.append(on_collection)
    for each in codes:
        sys.monitoring.set_local_events(TOOL, each, INSTRUCTION)
    try:
        exec(code, module.__dict__)
    finally:
        gc.callbacks.remove(on_collection)


if __name__ == "__main__":
    run(int(sys.argv[1]), sys.argv[2] == "refs", sys.argv[3])
