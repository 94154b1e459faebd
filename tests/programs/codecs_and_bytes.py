# Text to bytes and back, with every built-in error handler; bytes and bytearray.
text = "a\u00e9\u4e2d\U0001f600\ud800"
for codec in ["utf-8", "ascii", "latin-1", "utf-16", "utf-32-be", "unicode_escape", "raw_unicode_escape"]:
    for errors in "strict ignore replace backslashreplace xmlcharrefreplace namereplace surrogatepass".split():
        try:
            print(codec, errors, text.encode(codec, errors))
        except UnicodeEncodeError as error:
            print(codec, errors, error)
for data in [b"\xff", b"a\xe2\x82", b"\xe2\x28\xa1", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"ok"]:
    for errors in "strict replace backslashreplace surrogateescape".split():
        try:
            print(data, errors, ascii(data.decode("utf-8", errors)))
        except UnicodeDecodeError as error:
            print(data, error.start, error.end, error)
print(b"\x00\xd8".decode("utf-16-le", "replace") == "\ufffd", b"\xff\xfea\x00".decode("utf-16"), b"\\x41\\u00e9".decode("unicode_escape"))
print(b"it's", b'"\'\n\xff', bytearray(b"it's"), b"abc"[1], b"abc"[::-1], b"a" + bytearray(b"b"), bytearray(b"a") + b"b")
print(b"a-b-c".split(b"-"), b" x ".strip(), b"abc".find(98), b"abc".hex(":"), bytes.fromhex("0a ff"), b"%d|%s" % (5, b"x"))
print(bytes(3), bytes([1, 2]), bytes("\xe9", "latin-1"), b"Ab c".title(), b"ab".translate(bytes.maketrans(b"a", b"z")))
array = bytearray(b"hello")
array[1:3] = b"EYYY"
array += b"!"
del array[::3]
array.insert(0, 65)
array.extend([1, 2])
print(array, array.pop(), array.pop(0), array[::-1], len(array), 89 in array)
for call in [lambda: bytes([256]), lambda: bytes("a"), lambda: bytes(1.5), lambda: b"a" + "b", lambda: b"a".find("a"),
             lambda: b"a"["x"], lambda: bytes.fromhex("0g"), lambda: array.append(256), lambda: bytearray().pop(), lambda: b"a".join(["b"])]:
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
