"""Strings made by joining, adding, formatting and mutating lists of characters."""


def by_adding(n):
    s = ""
    for i in range(n):
        s += chr(97 + i % 26)
    return s


def by_list(n):
    out = []
    for i in range(n):
        out.append(chr(97 + i % 26))
    return "".join(out)


def palindrome(text):
    letters = [c.lower() for c in text if c.isalnum()]
    return letters == letters[::-1]


def anagrams(words):
    groups = {}
    for word in words:
        groups.setdefault("".join(sorted(word)), []).append(word)
    return [g for g in groups.values() if len(g) > 1]


def spiral(word):
    lines = [" " * i + c + " " * (2 * (len(word) - i - 1)) + c for i, c in enumerate(word)]
    return "\n".join(line.rstrip() for line in lines)


def distance(a, b):
    row = range(len(b) + 1)
    for i, x in enumerate(a, 1):
        new = [i]
        for j, y in enumerate(b, 1):
            new.append(min(row[j] + 1, new[-1] + 1, row[j - 1] + (x != y)))
        row = new
    return row[-1]


print(by_adding(30) == by_list(30), by_adding(28))
print([palindrome(t) for t in ("Never odd or even", "Nope", "")])
print(anagrams("listen silent cat act dog enlist".split()))
print(spiral("abc"))
print(distance("kitten", "sitting"), distance("", "ab"), distance("same", "same"))
s = t = "shared"
s += "!"
print(s, t, s is t, "ab" "cd", "-" * 10, "é" + "€" + "𝟘", len("é€𝟘"), "%s%s" % ("a", "b"), f"{'x'!r:>5}{1 + 1}")
word = "immutable"
try:
    word[0] = "I"
except TypeError as error:
    print(error)
letters = list(word)
letters[0] = "I"
letters[-1:] = "ility"
print("".join(letters), word[::2], word[-3:], sorted(set(word)), word.replace("m", "M", 1))
