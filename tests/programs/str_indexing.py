"""Indexing, slicing, iteration, code points, and text outside ASCII."""
s = "héllo ☃ 😀"
print(len(s), s[1], s[-1], s[1:4], s[::-1], s[::2], s[10:], s[-3:-1])
print([c for c in "añ"], ord("é"), chr(9731), ord("😀"), chr(65), "\x41\u0042\N{SNOWMAN}")
print(s.upper(), s.encode(), s.encode("latin-1", "replace"), "ß".upper(), "İ".lower() == "i̇")
print("a" "b" 'c', "tab\tq", r"raw\n", """two
lines""", "line \
joined")
print("abc" * 2, 3 * "-", "ab" in "cabd", "a" < "b", "abc" == "ab" + "c", max("hello"), sorted("hello"))
print(hash("abc") == hash("ab" + "c"), bool(""), bool(" "), str(5) + str(None))
print(min("b", "a"), "%c%c" % (65, "B"), list("ab"), tuple("xy"), set("aa"))
print("\u00e9" == "é", ascii("é😀"), repr("\u200b"), "\ud800".encode("utf-8", "surrogatepass"))
