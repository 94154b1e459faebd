"""Modules of the standard library do their work."""
import gc

gc.disable()  # much of the library runs inside some calls: when that is collected is no affair of this program
import collections
import contextlib
import copy
import dataclasses
import enum
import functools
import heapq
import io
import operator
import re
import string
import textwrap
import types
import weakref


class Color(enum.Enum):
    RED = 1
    GREEN = 2


class Level(enum.IntFlag):
    LOW = 1
    HIGH = 2


@dataclasses.dataclass(order=True)
class Point:
    x: int
    y: int = 0
    tags: list = dataclasses.field(default_factory=list, compare=False)


@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


@contextlib.contextmanager
def announced(name):
    print("enter", name)
    try:
        yield name.upper()
    finally:
        print("leave", name)


print(Color.RED, Color(2).name, Color["RED"].value, [c.name for c in Color], Level.LOW | Level.HIGH)
print(Point(1, 2), Point(1) < Point(1, 5), dataclasses.asdict(Point(3, tags=["a"])))
print(fib(30), fib.cache_info())
with announced("it") as it:
    print(it)
print(collections.Counter("abracadabra").most_common(2), collections.OrderedDict(a=1))
Pair = collections.namedtuple("Pair", "left right")
print(Pair(1, right=2)._replace(left=5), collections.ChainMap({"a": 1}, {"b": 2})["b"])
print(copy.deepcopy({"a": [1, {2}]}), heapq.nsmallest(2, [5, 1, 4]), operator.itemgetter(1)("xyz"))
print(re.sub(r"(\w+)@(\w+)", r"\2 at \1", "me@home you@work"), re.split(r"\s*,\s*", "a , b,c"))
print([m.span() for m in re.finditer(r"(?i)an", "Banana AN")], re.fullmatch(r"(?P<y>\d{4})-(\d\d)", "2024-10").groupdict())
print(string.Template("$who likes $what").substitute(who="tim", what="kung pao"), string.capwords("a b"))
print(textwrap.fill("the quick brown fox jumps over the lazy dog", 20))
out = io.StringIO("one\ntwo\n")
print(out.readlines(), io.BytesIO(b"ab\ncd").readline(), types.SimpleNamespace(a=1))


class Node:
    pass


node = Node()
proxy = weakref.proxy(node)
node.value = 7
print(proxy.value, weakref.getweakrefcount(node))
del node
try:
    proxy.value
except ReferenceError as e:
    print(e)
