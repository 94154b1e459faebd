"""bytes: literals, indexing, methods, conversion."""
b = b"Hello\x00\xff"
print(b, len(b), b[0], b[-1], b[1:3], b[::-1], list(b[:2]))
print(b"a" + b"b", b"ab" * 2, b"el" in b, 72 in b, b"a" < b"b", b"" == bytes(0))
print(bytes(3), bytes([1, 2, 255]), bytes("é", "utf-8"), bytes(range(3)), b"\xc3\xa9".decode(), b"\xff".decode("latin-1"))
print(b"a,b".split(b","), b"-".join([b"x", b"y"]), b"abc".replace(b"b", b"BB"), b"abc".find(b"c"), b"AbC".lower())
print(b"abc".hex(), bytes.fromhex("00 ff"), b"  x ".strip(), b"abc".startswith(b"a"), b"12".isdigit())
print(b'it\'s', b"quote\"", b'both\'"', b"\t\n\\", hash(b"abc") == hash(b"ab" + b"c"))
for attempt in (lambda: b"a" + "b", lambda: bytes([256]), lambda: b"\xff".decode(), lambda: b[10], lambda: bytes("x"), lambda: "a" in b"a"):
    try:
        attempt()
    except (TypeError, ValueError, IndexError) as error:
        print(type(error).__name__, error)
