"""Writes src/stdlib/unicode/tables.txt: what `unicodedata` knows and no crate does, as CPython has it.

A line a table: its name, the value of what is not listed, and ranges of code points with their values
(`first-last=value`, in hex, `first=value` for one). `decomposition` lists only what the code that reads
it cannot derive from normal forms.
"""

import pathlib
import unicodedata

POINTS = range(0x110000)


def table(name, value, default):
    ranges = []
    for point in POINTS:
        text = value(chr(point))
        if ranges and ranges[-1][2] == text and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        elif text != default:
            ranges.append([point, point, text])
    parts = (f"{a:X}={v}" if a == b else f"{a:X}-{b:X}={v}" for a, b, v in ranges)
    return f"{name} {default or '-'} " + ",".join(parts)


def tag(char):
    text = unicodedata.decomposition(char)
    return text[1:].split(">")[0] if text.startswith("<") else ""


def hexes(text):
    return " ".join(f"{ord(c):04X}" for c in text)


def derived(char):
    """The decomposition as the reader of the tables finds it."""
    full = unicodedata.normalize("NFD", char)
    if 0xAC00 <= ord(char) <= 0xD7A3:
        return ""
    if full != char:
        head = unicodedata.normalize("NFC", full[:-1])
        return hexes(full if len(full) == 1 else head + full[-1])
    full = unicodedata.normalize("NFKD", char)
    return hexes(full) if full != char else ""


def odd(char):
    text = unicodedata.decomposition(char)
    plain = text.split("> ")[-1]
    return plain.replace(" ", "+") if plain != derived(char) else ""


def number(char):
    value = unicodedata.numeric(char, None)
    if value is None or unicodedata.decimal(char, None) is not None:
        return ""
    for bottom in range(1, 400):
        top = round(value * bottom)
        if top / bottom == value:
            return f"{top}/{bottom}" if bottom > 1 else str(top)
    raise ValueError(char)


def digit(char):
    value = unicodedata.digit(char, None)
    return "" if value is None or unicodedata.decimal(char, None) is not None else str(value)


lines = [
    table("width", unicodedata.east_asian_width, "N"),
    table("bidi", unicodedata.bidirectional, ""),
    table("mirrored", lambda c: str(unicodedata.mirrored(c)), "0"),
    table("tag", tag, ""),
    table("decomposition", odd, ""),
    table("numeric", number, ""),
    table("digit", digit, ""),
]
path = pathlib.Path(__file__).parents[2] / "src/stdlib/unicode/tables.txt"
path.write_text("\n".join(lines) + "\n", encoding="ascii")
