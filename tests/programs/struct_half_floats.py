"""Numbers in two bytes: what is kept of them."""
# Not watched: the library collects garbage while it is imported.
import struct

for value in [0.0, -0.0, 1.0, 0.1, 65504.0, 6e-8, 2.0**-25, float("inf")]:
    raw = struct.pack(">e", value)
    (back,) = struct.unpack(">e", raw)
    print(raw.hex(), back)
try:
    struct.pack("e", 65520.0)
except OverflowError as error:
    print(error)
buffer = bytearray(8)
struct.pack_into(">HH", buffer, 2, 0xCAFE, 0xBABE)
print(buffer.hex(" ", 2), struct.unpack_from(">H", buffer, -4))
