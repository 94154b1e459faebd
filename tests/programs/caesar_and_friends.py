"""Ciphers: Caesar, Vigenere, rail fence and run lengths, each undone again."""
ABC = "abcdefghijklmnopqrstuvwxyz"


def shift(text, n):
    table = str.maketrans(ABC + ABC.upper(), ABC[n:] + ABC[:n] + ABC[n:].upper() + ABC[:n].upper())
    return text.translate(table)


def vigenere(text, key, sign=1):
    out, i = [], 0
    for c in text:
        if c.isalpha():
            base = ord("A" if c.isupper() else "a")
            k = ABC.index(key[i % len(key)]) * sign
            c = chr((ord(c) - base + k) % 26 + base)
            i += 1
        out.append(c)
    return "".join(out)


def rails(text, n):
    rows = [""] * n
    row, step = 0, 1
    for c in text:
        rows[row] += c
        step = 1 if row == 0 else -1 if row == n - 1 else step
        row += step
    return "".join(rows)


def unrail(text, n):
    places = rails("".join(map(chr, range(len(text)))), n)
    out = [""] * len(text)
    for place, c in zip(places, text):
        out[ord(place)] = c
    return "".join(out)


def pack(text):
    out = ""
    while text:
        head = text[0]
        rest = text.lstrip(head)
        out += f"{len(text) - len(rest)}{head}"
        text = rest
    return out


def unpack(text):
    out = number = ""
    for c in text:
        if c.isdigit():
            number += c
        else:
            out, number = out + c * int(number), ""
    return out


message = "At Dawn, now!"
print(shift(message, 3), shift(shift(message, 3), -3) == message)
print(vigenere(message, "lemon"), vigenere(vigenere(message, "lemon"), "lemon", -1) == message)
print(rails(message, 3), unrail(rails(message, 3), 3) == message)
print(pack("aaabccdddd"), unpack(pack("aaabccdddd")), repr(pack("")))
