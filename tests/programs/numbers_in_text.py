"""Numbers read from and written to text: padding, rounding, bases, currency, scientific."""
VALUES = [0, 7, -42, 1234567, 3.14159, -0.5, 1e-7, 2.5e12, 10**20]
for v in VALUES:
    print(f"{v!s:>22} |{v:>12,} |{v:+.2e} |{v:<10.3g}|{v:^14.1f}|")
print([f"{n:>{w}}" for n, w in [(1, 3), (22, 4)]], [f"{x:.{p}f}" for x, p in [(2.345, 2), (2.675, 2), (1.005, 1)]])
print(["%5d|%-5d|%05d|%+d" % (n, n, n, n) for n in (3, -3)], "%.3s|%10.2s|" % ("abcdef", "xyz"))
for text in ("12", " 12 ", "-3.5", "1e3", "0x1f", "1_000", "abc", "", "½", "٣", "inf", "1,5", "--1", "1e400"):
    results = []
    for convert in (int, float, complex):
        try:
            results.append(repr(convert(text)))
        except ValueError as error:
            results.append("-")
    print(f"{text!r:8}", *results)


def grouped(n, sep=" "):
    digits = str(abs(n))
    parts = []
    while digits:
        digits, part = digits[:-3], digits[-3:]
        parts.insert(0, part)
    return ("-" if n < 0 else "") + sep.join(parts)


print(grouped(1234567), grouped(-12), grouped(0), f"{1234567:_}", f"{255:#b} {255:#o} {255:#X}", f"{0.1:.20f}", f"{1 / 3:.3%}")
print(round(1234.5678, 2), round(1234.5678, -2), round(-2.5), round(3.5), float("1e-320"), repr(0.1 + 0.2), str(1e16), str(123456789012345680.0), 1e15, 5e-324)
print(sum(int(d) for d in str(2**50)), max(str(3**40)), "".join(reversed(str(12345))), int("".join(map(str, range(9)))), sorted("3 10 2".split(), key=int))
