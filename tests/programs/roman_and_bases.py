"""Conversions of numbers: roman, words, any base, and back again."""
ROMAN = {"M": 1000, "CM": 900, "D": 500, "CD": 400, "C": 100, "XC": 90, "L": 50, "XL": 40, "X": 10, "IX": 9, "V": 5, "IV": 4, "I": 1}
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def to_roman(n):
    out = []
    for letters, value in ROMAN.items():
        count, n = divmod(n, value)
        out.append(letters * count)
    return "".join(out)


def from_roman(text):
    total = last = 0
    for c in reversed(text):
        value = ROMAN[c]
        total += value if value >= last else -value
        last = max(last, value)
    return total


def in_words(n):
    if n < 0:
        return "minus " + in_words(-n)
    if n < 20:
        return ONES[n]
    if n < 100:
        tens, ones = divmod(n, 10)
        return TENS[tens - 2] + (f"-{ONES[ones]}" if ones else "")
    for size, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= size:
            head, rest = divmod(n, size)
            return f"{in_words(head)} {name}" + (f" {in_words(rest)}" if rest else "")


def in_base(n, base):
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    out = ""
    while n:
        n, d = divmod(n, base)
        out = digits[d] + out
    return out or "0"


for n in (4, 14, 1994):
    assert from_roman(to_roman(n)) == n
    print(n, to_roman(n), in_words(n))
print(in_words(-7300012))
for base in (7, 16):
    text = in_base(98765, base)
    print(base, text, int(text, base) == 98765)
print(int("0x1F", 0), int("0b101", 0), int("0o17", 0), int(" -1_000 "), int("z", 36), int("١٢"))
for bad in (("12", 1), ("9", 8), ("", 10), ("1__0", 10), ("0x", 16), ("abc", 10)):
    try:
        int(*bad)
    except ValueError as error:
        print(error)
