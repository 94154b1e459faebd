"""Letters that are equal but for case: sharp s, the Kelvin sign, ligatures."""
import re

PAIRS = "\u212ak K\u212a ſs Sſ µμ \ufb05\ufb06 ẞß ßẞ İi ıI Å\u212b вᲀ ab".split()
for a, b in PAIRS:
    print(ascii(a + b), *(bool(re.match(p, b, re.I)) for p in (a, f"[{a}]", f"[^{a}]", f"[{a}-{a}]")))
print(re.match("straße", "STRAẞE", re.I), re.sub("(?i)ß", "ss", "ẞ ß"))
print(re.match("[a-z]", "\u212a", re.I | re.A), re.match(r"(k)\1", "k\u212a", re.I))
