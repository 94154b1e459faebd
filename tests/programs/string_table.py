"""A report laid out with the format mini-language."""
ROWS = [
    ("Widget", 1234.5, 12, 0.075, True),
    ("Gadget é", 9.99, 1500, 0.5, False),
    ("Thing", -0.004, 0, 1, None),
    ("漢字", 1e10, 7, 0.33333, True),
]
HEAD = ("name", "price", "count", "share", "flag")
widths = [10, 16, 8, 9, 6]
rule = "+".join("-" * w for w in widths)
print("|".join(f"{h.upper():^{w}}" for h, w in zip(HEAD, widths)))
print(rule)
for name, price, count, share, flag in ROWS:
    cells = (
        f"{name:.<10.8}",
        f"{price:>+16,.2f}",
        f"{count:08_d}",
        f"{share:9.1%}",
        f"{flag!s:>6}",
    )
    print("|".join(cells))
print(rule.replace("+", "="))
total = sum(p * c for _, p, c, *_ in ROWS)
print(f"{total = :.3e}; {total=:g}; {len(ROWS)=}")
for spec in ("b", "o", "x", "X", "#b", "#o", "#x", "c", "d", "n", ",", "_b", "08b", "+d", " d", "^9d", "=+9d", "e", "%"):
    print(f"{spec:>4}", format(65, spec), end=";")
print()
for spec in ("", "e", "E", "f", "F", "g", "G", "n", "%", ".0f", ".3g", "#.0f", "012.4f", ",.1f", "+.2e", "z.1f"):
    print(f"{spec:>6}", format(-1234.5678, spec), end=";")
print()
print("{0[1]} {1.real} {2!r:>8} {name}".format([1, 2], 3j, "x", name="N"))
print("{:{fill}{align}{width}}".format("mid", fill="*", align="^", width=11))
print("%-8s|%8.3f|%+d|%x|%o|%e|%%|%c|%r" % ("left", 3.14159, 5, 255, 8, 12345.678, "z", "q"))
print("%(a)s and %(b)05d" % {"a": 1, "b": 42})
for bad in ("{:d}", "{:q}", "{!x}", "{", "}", "{0.nope}", "{1}"):
    try:
        print(bad.format("text"))
    except (ValueError, AttributeError, IndexError) as error:
        print(type(error).__name__, error)
