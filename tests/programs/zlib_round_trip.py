"""What is compressed comes back, in one piece or many; damage is noticed."""
# Not watched: the library collects garbage while it is imported.
import zlib

text = b"".join(b"line %d of many\n" % i for i in range(60))
for level in (0, 1, 9):
    small = zlib.compress(text, level)
    print(level, zlib.decompress(small) == text, len(small) < len(text))
machine = zlib.decompressobj()
pieces = [machine.decompress(small[i : i + 40]) for i in range(0, len(small), 40)]
print(b"".join(pieces) + machine.flush() == text, machine.eof, machine.unused_data)
print(zlib.crc32(text), zlib.adler32(text), zlib.adler32(text[50:], zlib.adler32(text[:50])))
for bad in (b"nonsense", small[:-9]):
    try:
        zlib.decompress(bad)
    except zlib.error as error:
        print(error)
