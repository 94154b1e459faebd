"""Sizes of objects of the library's native types."""
import collections
import functools
import io
import itertools
import operator
import re
import struct
import threading
import types
import weakref
from sys import flags, getsizeof as size, version_info


class Plain:
    pass


things = [
    collections.deque(), bytearray(range(20)), bytearray(9), collections.deque(range(100)), collections.OrderedDict(a=1), collections.Counter("abc"),
    collections.defaultdict(int), functools.partial(len), functools.partial, functools.cache(len),
    io.StringIO("abc"), io.BufferedReader(io.BytesIO(), 100), itertools.count(), itertools.chain(),
    operator.itemgetter(1), re.compile("a(b)c"), re.match("(a)(b)?", "a"), struct.Struct("<2ih"),
    threading.Lock(), types.SimpleNamespace(a=1), types.MappingProxyType({}), weakref.ref(Plain),
    weakref.WeakSet, ExceptionGroup("g", [ValueError()]), BaseExceptionGroup("g", [KeyboardInterrupt()]), flags,
    version_info, collections.deque, collections.OrderedDict, re.findall("a", "aaaaa"),
]
for thing in things:
    print(getattr(thing, "__name__", type(thing).__name__), isinstance(thing, type), size(thing))
for count in range(0, 24, 3):
    print(count, size(collections.OrderedDict.fromkeys(range(count))), size(re.split(",", "a," * count)))
