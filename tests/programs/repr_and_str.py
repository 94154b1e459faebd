"""str, repr and format of builtin values and own classes."""


class Both:
    def __repr__(self):
        return "<repr>"

    def __str__(self):
        return "<str>"

    def __format__(self, spec):
        return f"<format {spec!r}>"


class OnlyRepr:
    def __repr__(self):
        return "<only>"


b, r = Both(), OnlyRepr()
print(b, [b], str(b), repr(b), f"{b} {b!r} {b!s} {b:>9}")
print(r, [r], f"{r}", {"k": r}, (r,))
print(repr("it's"), repr('say "hi"'), repr("both ' and \""), repr("tab\tnew\nnul\0\x7fé☃😀"))
print([1.0, 1e100, 1e-7, 123456789.123, float("inf"), -0.0], (1,), (), {1: [2]}, {3}, set())
print(None, True, ..., NotImplemented, b"bytes\x00\xff'", range(3), slice(1, None))
print(int, Both, type(None), len, [].append.__name__)
nested = [1]
nested.append(nested)
print(nested)
d = {}
d["self"] = d
print(d)
