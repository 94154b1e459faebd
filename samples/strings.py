"""Watch strings come and go: each + makes a new one, and the old one dies when its name moves on."""

word = "ab"
line = word
for _ in range(3):
    line = line + "-" + word        # two new strings, one of them for a moment only
print(line)

parts = []
for number in range(4):
    parts.append(str(number) * 2)
print(", ".join(parts))             # one new string for all

price = 1234.5
print(f"{word!r:>8}|{price:,.2f}|{price:<10}|{len(parts):03}")
print(line.upper().split("-"), line.replace("ab", "x"), line[::2])

same = "".join(["a", "b"])
print(same == word, same is word)   # equal, but another object
