"""Objects as bytes, and back."""
import marshal

VALUES = [None, True, ..., 0, -1, 2**31, -(2**70), 1.5, 2 - 3j, "", "name", "\u20ac", "\ud800", b"bytes", (), [], {}, set()]
for value in VALUES:
    data = marshal.dumps(value)
    print(data, marshal.loads(data) == value)
for version in range(5):
    print(version, marshal.dumps((float("0.1"), "text"), version))
shared = ["twice"]
pair = marshal.loads(marshal.dumps([shared, shared]))
print(pair, pair[0] is pair[1])
loop = []
loop.append(loop)
back = marshal.loads(marshal.dumps(loop))
print(back[0] is back)
loop.clear()
back.clear()
print(marshal.loads(marshal.dumps({"set": frozenset("abc"), "long": "x" * 300})) == {"set": frozenset("abc"), "long": "x" * 300})


code = compile("[n * n for n in range(5)], (lambda x, y=2: x**y)(7), {'a': (1, 2.5, b'x')}", "other.py", "eval")
again = marshal.loads(marshal.dumps(code))
print(eval(again), again == code, again.co_filename)
for attempt in (
    lambda: marshal.dumps(object()),
    lambda: marshal.dumps([int]),
    lambda: marshal.dumps(code, allow_code=False),
    lambda: marshal.loads(b""),
    lambda: marshal.loads(b"i\0"),
    lambda: marshal.loads(b"?"),
    lambda: marshal.loads(b"r\0\0\0\0"),
    lambda: marshal.loads(b"(\xff\xff\xff\xff"),
    lambda: marshal.loads(b"[" + b"\x01\0\0\0[" * 2001),
    lambda: marshal.loads("text"),
):
    try:
        attempt()
    except (TypeError, ValueError, EOFError) as e:
        print(type(e).__name__, e)


class File:
    def __init__(self):
        self.data, self.place = b"", 0

    def write(self, data):
        self.data += data
        return len(data)

    def read(self, count):
        return b""

    def readinto(self, buffer):
        part = self.data[self.place : self.place + len(buffer)]
        buffer[: len(part)] = part
        self.place += len(part)
        return len(part)


file = File()
marshal.dump({"a": [1, 2.5]}, file)
marshal.dump("second", file)
print(marshal.load(file), marshal.load(file))
