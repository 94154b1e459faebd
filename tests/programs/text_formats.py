"""Format specifications for strings, and padding by other means."""
s = "word"
for spec in ("", "s", "10", "<10", ">10", "^10", "*^9", ".2", "6.3s", "é>6"):
    print(repr(format(s, spec)))
print(s.ljust(7, "."), s.rjust(7), s.center(9, "="), "42".zfill(5), "-42".zfill(5))
print("{:>6}|{:<6}|{:^6}".format("a", "b", "c"), "{0}{0}{1}".format("x", "y"))
print("{0.real} {1[k]} {2[0]}".format(5, {"k": "v"}, ["first"]))
print("a\tb".expandtabs(4), "%r %a" % ("é", "é"), "%(k)s" % {"k": "named"})
for bad in ("{", "}", "{0", "{!z}", "{0}{}"):
    try:
        bad.format(1)
    except (ValueError, IndexError) as error:
        print(repr(bad), error)
