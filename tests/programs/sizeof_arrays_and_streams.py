"""Memory that grows and shrinks in steps: arrays, streams in memory, deques."""
import array
import collections
import io
import sys

size = sys.getsizeof
a = array.array("i")
sizes = [size(a)]
for i in range(40):
    a.append(i)
    if size(a) != sizes[-1]:
        sizes.append(size(a))
print(sizes)
del a[5:]
print(size(a), size(a[:]), size(a + a), size(array.array("i", [1, 2, 3])))

out = io.BytesIO(b"shared with its giver")
print(size(out))
out.write(b"S")
print(size(out))
for i in range(4):
    out.seek(0, 2)
    out.write(b"more" * i)
    print(size(out), end=" ")
value = out.getvalue()
print(size(out), value is out.getvalue(), size(value))
del value
print(size(out), size(io.StringIO("text")))

d = collections.deque(range(40))
print(size(d), size(d.copy()), size(collections.deque()))


class Row(list):
    __slots__ = ("a", "b")


class Name(bytes):
    pass


print(size(Row()), size(Name(b"abc")), size(bytearray(b"abc")))
