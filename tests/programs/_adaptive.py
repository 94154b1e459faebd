"""Shows what a function's instructions have become: the forms and the counters of those that adapt."""
import dis


def show(function):
    code = function.__code__
    raw = code._co_code_adaptive
    shown = []
    for instruction in dis.get_instructions(function, adaptive=True):
        name = instruction.opname
        plain = instruction.baseopname
        caches = dis._inline_cache_entries.get(plain, 0)
        if not caches or plain.startswith(("POP_JUMP", "JUMP")):
            continue
        at = instruction.offset + 2
        counter = int.from_bytes(raw[at : at + 2], "little")
        shown.append(f"{name} {counter >> 4}/{counter & 15}")
    print(f"{function.__name__}: {', '.join(shown)}")


def warm(function, *args, times=60):
    for _ in range(times):
        function(*args)
    show(function)
