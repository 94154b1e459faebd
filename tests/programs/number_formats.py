"""Format specifications for ints and floats."""
for spec in ("", "d", "5d", "<5d", "^5d", "+d", " d", "05d", "x", "#x", "X", "#o", "b", "#010b", ",", "_", "c", "e", ".1f", "%", "n"):
    print(repr(spec), format(65, spec))
for value in (0.0, -1.5, 1234567.891, 1e-5, 2.5, 1e22, float("nan"), float("-inf")):
    print(value, [format(value, spec) for spec in (".2f", ".3e", "g", ".2%", "+.0f", "010.2f", ",.1f", ".3", "#.0f")])
print(format(-42, "08,d"), format(10 ** 20, "_x"), format(True, "5"), format(3, ".2f"))
for value, spec in ((1, "s"), (1.5, "d"), ("x", "d"), ("x", "+"), (1, ".2d"), (1, "zz")):
    try:
        print(format(value, spec))
    except ValueError as error:
        print(error)
