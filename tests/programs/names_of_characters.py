"""What Unicode knows of some characters."""
# Not watched: the library collects garbage while it is imported.
import unicodedata

for char in "Aß½٣é漢\u200d€":
    print(
        f"{ord(char):04X}", unicodedata.category(char), unicodedata.bidirectional(char),
        unicodedata.east_asian_width(char), unicodedata.name(char, "-"), unicodedata.numeric(char, None),
        unicodedata.decomposition(char),
    )
word = "Cafe\u0301"
print([len(unicodedata.normalize(form, word)) for form in ("NFC", "NFD", "NFKC", "NFKD")])
print(unicodedata.lookup("GREEK SMALL LETTER PI"), unicodedata.is_normalized("NFC", word), unicodedata.mirrored("("))
try:
    unicodedata.name("\0")
except ValueError as error:
    print(error)
