"""Every method of str on words that make a difference."""
s = "  The Straße of ǅ, İstanbul ﬁne\t1²½Ⅷ  "
print(s.lower(), s.upper(), s.title(), s.swapcase(), s.casefold(), s.capitalize(), sep="|")
print(s.strip(), s.lstrip(), s.rstrip(), s.strip(" eTEn"), "xxabcxx".strip("x"), sep="|")
print("a,b,,c".split(","), " a  b ".split(), " a  b ".split(" "), "a b c d".split(None, 2), "a,b,c".rsplit(",", 1), "".split(), "".split(","), "a\nb\r\nc\x0bd\u2028e".splitlines(), "a\nb\n".splitlines(True))
print("path/to/file".partition("/"), "path/to/file".rpartition("/"), "none".partition("-"), "none".rpartition("-"))
print("banana".count("an"), "banana".count(""), "banana".find("na", 3), "banana".rfind("na"), "banana".index("n"), "banana".replace("a", "o", 2), "banana".replace("", "-"), "aaa".replace("aa", "b"))
print("tab\tto\tstop".expandtabs(4), "x".center(6, "*"), "x".ljust(3, ".") + "|", "x".rjust(3) + "|", "-42".zfill(6), "+7".zfill(4), "abc".zfill(2), "ab".center(5) + "|")
print("pre-fix".removeprefix("pre-"), "pre-fix".removesuffix("fix"), "pre".removeprefix("x"), "abcab".startswith(("b", "ab")), "abc".endswith("bc", 1), "abc".startswith("", 3), "abc".startswith("", 4))
for text in ("abc1", "²", "½", "Ⅷ", "", " \t", "Title Case", "_x1", "ǅ"):
    flags = "".join(str(int(getattr(text, f"is{k}")())) for k in "alnum alpha ascii decimal digit identifier lower numeric printable space title upper".split())
    print(f"{text!r}:{flags}", end=" ")
print()
print("-".join(["a", "b"]), "".join([]), ", ".join(c for c in "xyz"), "é".encode(), "é".encode("latin-1"), "x€".encode("ascii", "replace"), "x€".encode("ascii", "backslashreplace"), "x€".encode("ascii", "xmlcharrefreplace"), "x€".encode("ascii", "ignore"))
print("%s" % "x", "abc" "def", "ab" * 3, 3 * "-", "a" < "b" < "ba", "Z" < "a", "é" > "z", "a" in "cat", "" in "", "abc"[::-1], "abc"[-2:], "abcdef"[1:5:2], "abc"[5:], "abc"[-10:2])
print("{0}{1}{0}".format("a", "b"), "{a[0]}{b.real}".format(a=[1], b=2), "{:>{w}}".format("x", w=4), "{!r:>5}".format("x"), "{{}}".format(), "{:%}".format(0.5), "{x}".format_map({"x": 1}))
print("hello".translate({104: "J", 108: None, 111: 48}), "abc".translate(str.maketrans("ab", "xy", "c")), str.maketrans({"a": 1, 98: "b"}))
print(ascii("é\n€𝟘"), repr("it's"), repr('"'), repr("'\""), repr("\x7f\xa0\u200b\ud800"), "\N{BULLET}", "a\
b", r"\n", "\x41\101\u0041")
for bad in (
    lambda: "abc".index("z"), lambda: "abc"[3], lambda: "abc"["a"], lambda: "a".split(""), lambda: "a".partition(""), lambda: "a".replace(1, 2), lambda: "a".join(["a", 1]), lambda: "a".join(5), lambda: "a".center(5, "ab"), lambda: "a".startswith(1), lambda: "a".startswith(("a", 1)) and "a".startswith((1,)), lambda: "é".encode("ascii"), lambda: "\ud800".encode(), lambda: "a".encode("nope"), lambda: "a".translate(5), lambda: str.maketrans("a", "bc"), lambda: str.maketrans(1), lambda: "a" in 1, lambda: 1 in "a", lambda: "a" + 1, lambda: "a" * "b", lambda: "a" - "b", lambda: "a" < 1, lambda: "%d" % "x", lambda: "%s %s" % "x", lambda: "%s" % (1, 2), lambda: "%z" % 1, lambda: "%(a)s" % 1, lambda: "{}".format(), lambda: "{a}".format(), lambda: "".rindex("x"), lambda: "abc".expandtabs("x"), lambda: "a".zfill(), lambda: str(b"x", 5), lambda: str(5, "utf-8"), lambda: "x".count()
):
    try:
        print(repr(bad()))
    except (TypeError, ValueError, IndexError, KeyError, LookupError) as error:
        print(type(error).__name__, error)
