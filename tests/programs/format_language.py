# The format mini-language, %-formatting and str.format, errors included.
def attempt(call, *args):
    try:
        print(call(*args))
    except Exception as error:
        print(type(error).__name__, error)


for value, spec in [
    (1234567, ","), (1234567, "_x"), (-42, "08"), (255, "#b"), (65, "c"), (5, "^+9"), (7, "*<5d"),
    (1234.5678, ",.2f"), (0.00012345, ".3g"), (1e20, ""), (-0.04, "z.1f"), (0.256, ".1%"), (1.5, "020,"),
    (1 + 2j, ".2f"), (-3j, ""), ("text", ">8"), ("text", "^9.3"), (True, ""), (True, "d"),
    (1, ".3d"), (1, ",,d"), ("a", "+"), ("a", ",s"), (1.5, "d"), (1j, "010"), (10**400, "e"), (None, "5"),
]:
    attempt(lambda: format(value, spec))

for template, args in [
    ("%5d|%-5d|%05d|%+d|% d", (42, 42, 42, 42, 42)), ("%#x %#o %X", (255, 8, 255)), ("%.3s|%5s", ("abcdef", "ab")),
    ("%e %.2f %g", (12345.678, 2.675, 1e-5)), ("%(a)s %(b)r", {"a": 1, "b": "x"}), ("%c%c %%", (65, "z")),
    ("%*.*f", (8, 2, 3.14159)), ("%d", "x"), ("%x", 1.5), ("%s %s", 1), ("%s", (1, 2)), ("%y", 1), ("%(a)s", 1),
    (b"%d %s %a", (1, b"two", "\xe9")), (b"%s", "no"), (b"%c", 300),
]:
    attempt(template.__mod__, args)

for template in [
    "{} {}", "{1} {0}", "{0!r:>6} {name}", "{:{width}}", "{0[1]} {name[0]}", "{2}", "{missing}", "{} {0}", "{", "}",
    "{!x}", "{0.nothing}", "{:{:{}}}", "{{{}}}",
]:
    attempt(lambda: template.format("ab", 3.5, name=[1], width=7))
print("{x}-{y}".format_map({"x": 1, "y": 2}))
