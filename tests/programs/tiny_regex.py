"""A matcher for patterns with . * + ? ^ $ and classes, by recursion over both strings."""


def parse(pattern):
    i = 0
    while i < len(pattern):
        c = pattern[i]
        if c == "[":
            end = pattern.index("]", i)
            item = set(pattern[i + 1 : end])
            i = end
        elif c == "\\":
            i += 1
            item = {"d": set("0123456789"), "s": set(" \t")}.get(pattern[i], {pattern[i]})
        else:
            item = None if c == "." else {c}
        count = (1, 1)
        if i + 1 < len(pattern) and pattern[i + 1] in "*+?":
            i += 1
            count = {"*": (0, 99), "+": (1, 99), "?": (0, 1)}[pattern[i]]
        yield item, *count
        i += 1


def here(items, text, at, end):
    if not items:
        return at if not end or at == len(text) else None
    (item, least, most), *rest = items
    n = 0
    while n < most and at + n < len(text) and (item is None or text[at + n] in item):
        n += 1
    while n >= least:
        if (found := here(rest, text, at + n, end)) is not None:
            return found
        n -= 1


def search(pattern, text):
    start, end = pattern.startswith("^"), pattern.endswith("$")
    items = list(parse(pattern[start : len(pattern) - end]))
    for at in range(1 if start else len(text) + 1):
        if (stop := here(items, text, at, end)) is not None:
            return text[at:stop]


for pattern, text in [("a.c", "xabcx"), ("^ab*c$", "abbbc"), ("[0-9]", "5-"), ("\\d+", "ab123c"), ("x?y", "y"), ("^b", "ab"), ("a+$", "baa"), ("", "")]:
    print(f"{pattern!r:10} {text!r:10} {search(pattern, text)!r}")
try:
    search("[ab", "x")
except ValueError as error:
    print(error)
