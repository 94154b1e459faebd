"""Methods of str that search, split, change and test."""
s = "Hello, World"
print(s.upper(), s.lower(), s.swapcase(), s.title(), "hello".capitalize(), s.casefold())
print(s.find("o"), s.rfind("o"), s.find("z"), s.index("W"), s.count("l"), s.count(""))
print(s.startswith("He"), s.endswith(("x", "ld")), s.startswith("lo", 3))
print(s.replace("l", "L"), s.replace("l", "L", 1), s.replace("", "-", 3))
print("a,b,,c".split(","), " a  b ".split(), "a,b,c".rsplit(",", 1), "x".split("y"), "a\nb\r\nc".splitlines())
print("k=v=w".partition("="), "k=v=w".rpartition("="), "kv".partition("="))
print("  x ".strip(), "xxaxx".strip("x"), "abcab".lstrip("ab"), "abcab".rstrip("ab"))
print("-".join("abc"), "".join([]), ",".join(["one"]))
print("12".isdigit(), "a1".isalnum(), "ab".isalpha(), " ".isspace(), "Ab".isupper(), "ab".islower(), "Ab Cd".istitle())
print("x".isidentifier(), "1x".isidentifier(), "".isdigit(), "²".isdigit(), "²".isdecimal(), "é".isascii())
print("prefix-body".removeprefix("prefix-"), "body.py".removesuffix(".py"))
print("abc".translate({97: "A", 98: None}), str.maketrans("ab", "xy"))
for attempt in (lambda: s.index("z"), lambda: ",".join([1]), lambda: s[50], lambda: "a" + 1, lambda: s.split("")):
    try:
        attempt()
    except (ValueError, TypeError, IndexError) as error:
        print(type(error).__name__, error)
