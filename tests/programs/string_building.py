"""Common ways to build text, with the results that they share."""
parts = []
for i in range(4):
    parts.append(f"{i}:{i * i}")
print(" ".join(parts))
text = ""
for word in "to be or not".split():
    text += word[0].upper() + word[1:] + " "
print(repr(text.rstrip()))
rows = [("id", "name"), (1, "Ada"), (22, "Bob")]
for left, right in rows:
    print(f"{left!s:>4} | {right:<6}|")
print("\n".join("*" * n for n in range(1, 4)))
print("".join(reversed("stressed")), "".join(sorted("python")), "abc"[::-1])
vowels = sum(c in "aeiou" for c in "programming language")
print(vowels, {c: "banana".count(c) for c in "ban"})
caesar = "".join(chr((ord(c) - 97 + 3) % 26 + 97) if c.isalpha() else c for c in "hello, world")
print(caesar)
