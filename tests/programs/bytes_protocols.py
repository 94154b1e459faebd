"""Bytes, bytearrays and memoryviews: a packet codec, checksums, slices and exports."""


def checksum(data):
    total = 0
    for byte in data:
        total = (total << 1 | total >> 15) & 0xFFFF ^ byte
    return total


def encode(kind, fields):
    body = bytearray()
    for name, value in fields.items():
        raw = value.encode() if isinstance(value, str) else value.to_bytes(4, "big", signed=True)
        tag = b"s" if isinstance(value, str) else b"i"
        body += tag + bytes([len(name)]) + name.encode("ascii") + len(raw).to_bytes(2, "little") + raw
    head = kind.to_bytes(1) + len(body).to_bytes(2, "big")
    return bytes(head + body) + checksum(head + body).to_bytes(2, "big")


def decode(packet):
    view = memoryview(packet)
    if int.from_bytes(view[-2:], "big") != checksum(view[:-2]):
        raise ValueError("bad checksum")
    kind, size = view[0], int.from_bytes(view[1:3], "big")
    body, fields = view[3 : 3 + size], {}
    while body:
        tag, length = chr(body[0]), body[1]
        name = bytes(body[2 : 2 + length]).decode()
        size = int.from_bytes(body[2 + length : 4 + length], "little")
        raw = body[4 + length : 4 + length + size]
        fields[name] = str(raw, "utf-8") if tag == "s" else int.from_bytes(raw, "big", signed=True)
        body = body[4 + length + size :]
    return kind, fields


packet = encode(7, {"name": "café", "delta": -5, "n": 70000})
print(packet.hex(" ", 4), len(packet))
print(decode(packet))
broken = bytearray(packet)
broken[5] ^= 0xFF
try:
    decode(broken)
except ValueError as error:
    print(error)
buffer = bytearray(b"hello world")
view = memoryview(buffer)
view[0:5] = b"HELLO"
print(buffer, view[6:].tobytes(), view.readonly, view.nbytes, view[::2].tolist()[:3], view[1:3] == b"EL")
for bad in (lambda: buffer.append(1), lambda: view.__setitem__(0, 300), lambda: view.__setitem__(slice(0, 2), b"abc"), lambda: memoryview(b"x").__setitem__(0, 1), lambda: view["a"], lambda: memoryview("s")):
    try:
        bad()
    except (BufferError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
view.release()
buffer.append(33)
buffer[0:1] = b"JJ"
del buffer[2:4]
buffer.insert(0, 62)
buffer.extend([46, 46])
print(buffer, buffer.pop(), buffer.find(b"o"), buffer.count(b"o"), buffer.replace(b"o", b"0"), buffer.split())
words = memoryview(bytes(range(16))).cast("I")
print(words.tolist(), words.itemsize, words.format, words.shape, words[1:].tolist(), words.cast("B")[3])
with memoryview(b"abc") as m:
    print(m.hex(), bytes(reversed(m)), m.obj, list(m))
try:
    m[0]
except ValueError as error:
    print(error)
print(b"%d-%s-%x-%b" % (5, b"x", 255, b"raw"), b"a,b,,c".split(b","), b" x ".strip(), b"\x00\xff".hex(), bytes.fromhex("00 ff"))
print(b"abc".translate(bytes.maketrans(b"ab", b"xy"), b"c"), b"Title me".title(), b"x".center(5, b"-"), b"ab" * 2 in b"xababx")
