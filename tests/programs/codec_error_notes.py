"""Errors of codecs tell by a note which codec failed; those of str and bytes do not."""
import codecs

# Not watched


def show(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e, getattr(e, "__notes__", None))


show(codecs.encode, "é", "ascii")
show(codecs.decode, b"\xff", "utf-8")
show("é".encode, "ascii")
show(b"\xff".decode, "utf-8")
show(codecs.decode, b"zz", "hex")
show(codecs.encode, 5, "latin-1")


def broken(text, errors="strict"):
    raise KeyError("inside")


def search(name):
    if name == "broken_one":
        return codecs.CodecInfo(broken, broken, name="broken_one")


codecs.register(search)
show("abc".encode, "broken_one")
show(b"abc".decode, "broken_one")
show("abc".encode, "no_such_codec")
