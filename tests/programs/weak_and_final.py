"""__del__, weak references and resurrection: who dies when, told by the program itself."""
import sys
import gc

log = []


class Node:
    def __init__(self, name, other=None):
        self.name, self.other = name, other

    def __del__(self):
        log.append(f"del {self.name}")


class Phoenix:
    saved = []
    deaths = 0

    def __del__(self):
        Phoenix.deaths += 1
        Phoenix.saved.append(self)


def flush(label):
    print(label, *log, sep=", ")
    log.clear()


a = Node("a")
b = a
del a
flush("still named b")
b = None
flush("rebound")
chain = Node("x", Node("y", Node("z")))
del chain
flush("chain")
first, second = Node("one"), Node("two")
first.other, second.other = second, first
del first, second
flush("cycle waits")
print(gc.collect() >= 2)
flush("gathered")
[Node("temporary")]
flush("expression")
items = [Node(i) for i in range(3)]
items[1] = None
flush("replaced")
items.clear()
flush("cleared")


def local():
    n = Node("local")
    return n.name


local()
flush("returned")
p = Phoenix()
p.mark = 1
del p
print(len(Phoenix.saved), Phoenix.saved[0].mark)
Phoenix.saved.clear()
print(Phoenix.deaths, len(Phoenix.saved))


class Failing:
    def __del__(self):
        raise ValueError("in del")


sys.stderr, keep = sys.stdout, sys.stderr
sys.stderr = keep
try:
    n = Node("held by traceback")
    raise KeyError
except KeyError as error:
    saved = error
    del n
flush("handled")
saved = None
flush("traceback gone")
d = {"k": Node("value")}
d["k"] = Node("newer")
flush("overwritten")
d.popitem()
flush("popped")
t = (Node("in tuple"),)
del t
s = {Node("in set")}
s.pop()
flush("containers")
gc.disable()
for i in range(3):
    n = Node(f"c{i}")
    n.other = n
del n
print(gc.isenabled(), gc.collect(), gc.get_count()[0] < 50)
flush("cycles")
gc.enable()
