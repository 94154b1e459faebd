"""Codecs and error handlers: built in, from the library, and the program's own."""
import codecs

text = "Gr\u00fc\u00dfe \u20ac \U0001f40d"
for encoding in ["utf-8", "utf-16", "utf-16-le", "utf-32-be", "cp1252", "latin-1", "ascii", "cp437"]:
    for errors in ["strict", "replace", "ignore", "xmlcharrefreplace", "backslashreplace", "namereplace"]:
        try:
            print(encoding, errors, text.encode(encoding, errors))
        except UnicodeEncodeError as e:
            print(encoding, errors, e)
for data in [b"caf\xe9", b"\xff\xfe", b"\xe2\x82", b"\x81"]:
    for encoding in ["utf-8", "cp1252", "ascii"]:
        for errors in ["strict", "replace", "surrogateescape", "backslashreplace"]:
            try:
                print(encoding, errors, ascii(data.decode(encoding, errors)))
            except UnicodeDecodeError as e:
                print(encoding, errors, e)


def stars(error):
    return "*" * (error.end - error.start), error.end


codecs.register_error("stars", stars)
print(text.encode("ascii", "stars"), b"a\xff\xfeb".decode("ascii", "stars"))
print(codecs.lookup("UTF8").name, codecs.lookup("latin_1").name, codecs.encode("abc", "rot13"))
decoder = codecs.getincrementaldecoder("utf-8")()
print([decoder.decode(bytes([b])) for b in "\u20ac!".encode()], codecs.BOM_UTF8)
for bad in ["rot13", "no-such-codec"]:
    try:
        "x".encode(bad)
    except LookupError as e:
        print(e)
