"""Hooks that are told about async generators, and where coroutines were made."""
import sys

seen = []


def first(gen):
    seen.append(("first", gen.__name__))


def last(gen):
    seen.append(("last", gen.__qualname__))
    try:
        gen.aclose().send(None)
    except StopIteration:
        pass


async def ticks():
    try:
        yield 1
        yield 2
    finally:
        seen.append(("closed", "ticks"))


sys.set_asyncgen_hooks(firstiter=first, finalizer=last)
hooks = sys.get_asyncgen_hooks()
print(hooks.firstiter is first, hooks.finalizer is last)
gen = ticks()
try:
    gen.__anext__().send(None)
except StopIteration as stop:
    print("got", stop.value)
del gen
print(seen)
sys.set_asyncgen_hooks(None, None)
print(sys.get_asyncgen_hooks())
for wrong in ({"firstiter": 1}, {"finalizer": "x"}):
    try:
        sys.set_asyncgen_hooks(**wrong)
    except TypeError as error:
        print(error)


async def idle():
    pass


made = idle()
print(made.cr_running, made.cr_await, made.cr_origin)
made.close()
sys.set_coroutine_origin_tracking_depth(2)


def maker():
    return idle()


made = maker()
print([info[1:] for info in made.cr_origin])
made.close()
