"""The room of a bytearray as it grows and shrinks."""
from sys import getsizeof as size


def grown(step, count):
    data, sizes = bytearray(), []
    for n in range(count):
        step(data, n)
        sizes.append(size(data))
    return sizes


print(grown(lambda b, n: b.append(n), 14))
print(grown(lambda b, n: b.extend(b"abc"), 7))
print(grown(lambda b, n: b.extend(range(n)), 7))
print(grown(lambda b, n: b.insert(0, n), 7))
print(grown(lambda b, n: b.__iadd__(b"12345"), 7))
data = bytearray(range(24))
sizes = []
while data:
    data.pop()
    sizes.append(size(data))
print(sizes)
for cut in (slice(0, 3), slice(5, 9), slice(0, 30), slice(None, None, 2), slice(None)):
    data = bytearray(40)
    del data[cut]
    print(cut, size(data), end=" ")
    data[1:2] = b"new"
    print(size(data), data.__alloc__())
print([size(bytearray(source)) for source in (0, 9, b"", b"abc", [1, 2], (1, 2), range(12), {1: 2}, iter([1, 2, 3]))])
data = bytearray(b"ab")
data *= 5
print(size(data), size(data * 3), size(data + b"x"), size(data[2:5]), size(data.copy()), size(data.upper()))
data.clear()
print(size(data), size(bytearray()))
