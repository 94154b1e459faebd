"""Text put together in the usual ways: +=, join, f-strings, str methods, slices, character loops."""

WORDS = "the quick brown fox jumps over a lazy dog while seven wizards brew potions".split()


def caesar(text, shift):
    out = []
    for character in text:
        if "a" <= character <= "z":
            out.append(chr((ord(character) - 97 + shift) % 26 + 97))
        else:
            out.append(character)
    return "".join(out)


def wrapped(words, width):
    lines = []
    line = ""
    for word in words:
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        elif line:
            line += " " + word
        else:
            line = word
    lines.append(line)
    return lines


def run_lengths(text):
    result = ""
    i = 0
    while i < len(text):
        j = i
        while j < len(text) and text[j] == text[i]:
            j += 1
        result += text[i] if j - i == 1 else f"{text[i]}{j - i}"
        i = j
    return result


def table(rows):
    lines = []
    for number, word in enumerate(rows):
        name = word.title().replace("W", "V").center(12, ".")
        lines.append(f"|{number:04d}|{name}|{number / 3:8.3f}|{word!r:>10}|")
    return "\n".join(lines)


def palindrome(text):
    letters = "".join(c for c in text.lower() if c.isalpha())
    return letters == letters[::-1]


def main(rounds):
    checksum = 0
    for turn in range(rounds):
        words = [WORDS[(turn * 5 + i * 3) % len(WORDS)] for i in range(400)]
        lines = wrapped(words, 60)
        secret = caesar("\n".join(lines), turn % 26)
        packed = run_lengths(secret[:600].replace("o", "aaa"))
        grid = table(words[:120])
        checksum += len(lines) + len(packed) + grid.count(".") + secret.rfind("\n")
        checksum += sum(palindrome(word + word[::-1]) for word in words[:60])
        checksum += sum(line.startswith(("t", "a")) for line in secret.splitlines())
    print(checksum, packed[:20], grid[:20])


if __name__ == "__main__":
    main(1_000)
