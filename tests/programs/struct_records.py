"""Records of a binary file: packed, unpacked, and what goes wrong."""
# Not watched: the library collects garbage while it is imported.
import struct

RECORD = struct.Struct("<4sHif?")
rows = [(b"bolt", 7, -12, 1.5, True), (b"nut", 65535, 2**31 - 1, -0.25, False)]
blob = b"".join(RECORD.pack(*row) for row in rows)
print(RECORD.size, len(blob), blob[:8])
for name, count, delta, weight, ok in RECORD.iter_unpack(blob):
    print(name.rstrip(b"\0").decode(), count, delta, weight, ok)
print(struct.unpack(">2s3xh", b"ab\0\0\0\x12\x34"), struct.calcsize("bih"), struct.calcsize("<bih"))
for fmt, value in [("B", 256), ("h", "x"), ("z", 1), ("<c", b"ab")]:
    try:
        struct.pack(fmt, value)
    except struct.error as error:
        print(fmt, error)
