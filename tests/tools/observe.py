"""Runs FILE as `python3.13 FILE` would and writes its walk to the file descriptor FD.

usage: python3.13 observe.py FD refs|plain FILE        (judge.py starts it)

A line is written for each INSTRUCTION event of `sys.monitoring` in FILE's own code objects, before
the instruction runs: the number of the code object (depth first), the offset, and `name=count` for
each name; the count is `null` for an immortal object and `?` where it is no affair of the program's:
a built-in module (each of its functions holds it) or one that was there before the program (others
imported it, too), the program's own namespace (who runs it holds it), or an interned string that is not
in the program's text: as a name of some module it is held there, and by the cache of looked-up methods,
whose places depend on addresses. `gc 2 3 0` says that during the instruction of the
line before generation 2 was collected: 3 objects found, 0 uncollectable; those up to the first
full one are left out, since when they begin and what they find depends on what the process did before
the program, and so are those after the program's end. judge.py makes the golden from this.

The names are those of `frame.f_locals`, the module's own `__name__` and the like apart (MODULE_NAMES).

What has been found out about CPython 3.13.0 and is relied on here:
- Events begin after a code object's first RESUME. What stands before it (COPY_FREE_VARS, MAKE_CELL,
  RETURN_GENERATOR, POP_TOP) runs without an event.
- RESUME and END_FOR have no event. (FOR_ITER that ends its loop jumps past END_FOR and POP_TOP.)
- EXTENDED_ARG has an event of its own before that of the instruction it extends. judge.py leaves it out.
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
import gc
import os
import sys

TOOL = sys.monitoring.DEBUGGER_ID
INSTRUCTION = sys.monitoring.events.INSTRUCTION
MODULE_NAMES = frozenset(
    "__name__ __package__ __loader__ __spec__ __file__ __cached__ __builtins__ __annotations__".split()
)
IMMORTAL = 1 << 31
# Strings within this distance of a known one are part of the interpreter itself.
STATIC_TEXT, STATIC_SIZE = id("__init__"), 1 << 20
MODULE = type(sys)


def code_objects(code):
    """A code object and those in its constants, depth first."""
    yield code
    for const in code.co_consts:
        if type(const) is type(code):
            yield from code_objects(const)


def own_names(codes):
    """All names that a program's code objects make immortal."""
    names = set()
    for code in codes:
        names.update(code.co_names, code.co_varnames, code.co_cellvars, code.co_freevars)
    return names


def texts_in(constants):
    """All strings among constants and in their tuples and sets, as copies: nothing is held here."""
    for constant in constants:
        if type(constant) is str:
            yield constant.encode(errors="surrogatepass")
        elif type(constant) in (tuple, frozenset):
            yield from texts_in(constant)


def observer(fd, main, with_refs):
    """The two callbacks. They keep all they need in cells: at exit this module's names become None."""
    codes = list(code_objects(main))
    numbers = {id(code): str(number) for number, code in enumerate(codes)}
    names = own_names(codes)
    texts = {text for code in codes for text in texts_in(code.co_consts)}
    before = {id(module) for name, module in sys.modules.items() if name != "__main__"}
    del codes, main  # nothing of the program's is held
    is_interned = sys._is_interned
    getframe, getrefcount, write = sys._getframe, sys.getrefcount, os.write
    gc_isenabled, gc_enable, gc_disable = gc.isenabled, gc.enable, gc.disable
    hidden, immortal, module = MODULE_NAMES, IMMORTAL, MODULE
    static_text, static_size = STATIC_TEXT, STATIC_SIZE

    def borrowed(text, forever):
        """Is a string interned, or even immortal, only by the doing of others?"""
        if text in names or not is_interned(text) or abs(id(text) - static_text) <= static_size:
            return False
        return forever or text.encode(errors="surrogatepass") not in texts

    def on_instruction(code, offset):
        collecting = gc_isenabled()
        gc_disable()
        line = f"{numbers[id(code)]} {offset}"
        if with_refs:
            frame = getframe(1)
            space, globals = frame.f_locals, frame.f_globals
            del frame
            for key in sorted(key for key in space if key not in hidden):
                # Nothing of the program's may be held here while another name's count is taken.
                count = getrefcount(space[key]) - 1
                if space[key] is getrefcount:
                    count -= 2  # the observer's own, and the call
                forever = count >= immortal
                if type(space[key]) is str and borrowed(space[key], forever):
                    count = "?"
                elif forever:
                    count = "null"
                elif type(space[key]) is module:
                    if "__file__" not in space[key].__dict__ or id(space[key]) in before:
                        count = "?"
                elif space[key] is globals:
                    count = "?"
                line += f" {key}={count}"
        write(fd, f"{line}\n".encode())
        if collecting:
            gc_enable()

    settled = False

    def on_collection(phase, info):
        nonlocal settled
        if phase == "stop" and settled:
            write(fd, f"gc {info['generation']} {info['collected']} {info['uncollectable']}\n".encode())
        settled = settled or phase == "stop" and info["generation"] == 2

    return on_instruction, on_collection


def run(fd, with_refs, path):
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec")
    module = MODULE("__main__")
    module.__file__ = os.path.abspath(path)
    module.__builtins__ = builtins
    module.__annotations__ = {}
    module.__cached__ = None
    sys.modules["__main__"] = module
    sys.path[0] = os.path.dirname(os.path.abspath(path))
    sys.argv[:] = [path]
    on_instruction, on_collection = observer(fd, code, with_refs)
    sys.monitoring.use_tool_id(TOOL, "walk")
    sys.monitoring.register_callback(TOOL, INSTRUCTION, on_instruction)
    gc.callbacks.append(on_collection)
    for each in code_objects(code):
        sys.monitoring.set_local_events(TOOL, each, INSTRUCTION)
    del each
    try:
        exec(code, module.__dict__)
    finally:
        gc.callbacks.remove(on_collection)


if __name__ == "__main__":
    run(int(sys.argv[1]), sys.argv[2] == "refs", sys.argv[3])
