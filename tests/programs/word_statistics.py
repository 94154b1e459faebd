"""Text processing: frequencies, longest words, a concordance and wrapped lines."""
TEXT = """The fox jumps over the lazy dog; the dog,
being lazy, does nothing -- but
the dog's life is the lazy life."""


def words(text):
    word = ""
    for c in text + " ":
        if c.isalpha() or (c == "'" and word):
            word += c
        elif word:
            yield word
            word = ""


def wrap(text, width):
    line = []
    for word in text.split():
        if sum(map(len, line)) + len(line) + len(word) > width:
            yield " ".join(line)
            line = []
        line.append(word)
    if line:
        yield " ".join(line)


counts = {}
places = {}
for number, line in enumerate(TEXT.splitlines(), 1):
    for word in words(line.lower()):
        counts[word] = counts.get(word, 0) + 1
        places.setdefault(word, []).append(number)
top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:5]
for word, count in top:
    print(f"{word:<8}|{'#' * count:<8}|{count:>3} {sorted(set(places[word]))}")
by_length = {}
for word in sorted(counts):
    by_length.setdefault(len(word), []).append(word)
for length in sorted(by_length, reverse=True)[:3]:
    print(length, *by_length[length])
for line in wrap(TEXT, 30):
    print(f"|{line:^30}|")
print(TEXT.title().swapcase().translate({ord("T"): "7", ord("\n"): " / ", ord(";"): None})[:60])
vowels = str.maketrans("aeiou", "*" * 5, "xyz")
print("extravagant lazy syzygy".translate(vowels))
print(*(p for p in TEXT.partition("--")), sep=" | ")
print(TEXT.count("the"), TEXT.find("dog"), TEXT.rfind("dog"), TEXT.rindex("lazy", 0, 60))
