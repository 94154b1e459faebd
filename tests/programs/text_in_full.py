# str methods where Unicode makes them hard.
words = ["stra\u00dfe", "\u0130stanbul", "\u039f\u0394\u039f\u03a3", "\u01c4ungla", "\ufb01n", "\u0149a", "\u10d0\u10d1", "caf\u00e9", "\U00010400x", ""]
for word in words:
    print(ascii(word), [ascii(f) for f in (word.upper(), word.lower(), word.title(), word.capitalize(), word.swapcase(), word.casefold())])
for text in ["\u0663", "\u00b2", "\u2167", "\u4e94", "\u00bd", "a1", "_x", "\u2028", "\u00ad", "\u01c5", "\u00aa", "A\u0301"]:
    print(ascii(text), text.isdecimal(), text.isdigit(), text.isnumeric(), text.isalpha(), text.isalnum(),
          text.isidentifier(), text.isprintable(), text.isspace(), text.istitle(), text.islower(), text.isupper())
print(repr("'\"\\\t\x00\x7f\x80\xad\u200b\u2028\ud800\U0001f600\xe9"), ascii("\xe9\u4e2d\U0001f600"))
print("a\x1cb\u2028c\r\nd\x0be".splitlines(), "a\u2003b\x1fc".split(), " x ".strip(), "xxaxx".strip("x"))
print("a,b,,c".split(","), "a,b,,c".rsplit(",", 1), "a b  c ".split(None, 1), "abc".partition("b"), "abc".rpartition("z"))
print("mississippi".replace("ss", "SS", 1), "abc".replace("", "-"), "aaa".count("aa"), "abcabc".rfind("bc", 0, -1))
print("ab".center(7, "*"), "ab".ljust(5) + "|", "-5".zfill(5), "a\tb\n\tc".expandtabs(4), "ab" "cd".removesuffix("d"))
print("hello".translate(str.maketrans("el", "ip", "o")), "abc".translate({97: None, 98: "BB", 99: 68}))
print("abcdef"[::-2], "abcdef"[-3:], "abcdef"[10:], "x" * 3, "b" in "abc", "" in "", "a" < "B", max("a", "\u00e9"))
for call in [lambda: "a" + 1, lambda: "a"[5], lambda: "a"["b"], lambda: ",".join(["a", 1]), lambda: "a".split(""),
             lambda: "a".index("b"), lambda: "a".center(3, "xy"), lambda: 1 in "a", lambda: "a" * 1.5, lambda: "\u00e9".encode("ascii"),
             lambda: "a".startswith(1), lambda: str(b"a", 1), lambda: "a".encode("nonsense"), lambda: "a".replace("b")]:
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
