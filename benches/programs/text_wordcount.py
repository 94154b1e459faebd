"""Words counted in a made-up text: split, strip, lower, dict counts, sorting by count, histograms."""

SYLLABLES = ["ka", "lo", "mi", "ren", "tu", "sho", "ba", "ne", "vi", "dor", "al", "qua"]
PUNCTUATION = ".,;:!?\"'()"


class Writer:
    """Makes sentences of words that follow a rough Zipf distribution."""

    def __init__(self, seed, vocabulary):
        self.state = seed
        self.words = [self.word(n) for n in range(1, vocabulary + 1)]

    def word(self, n):
        parts = []
        while n:
            n, part = divmod(n, len(SYLLABLES))
            parts.append(SYLLABLES[part])
        return "".join(parts)

    def below(self, n):
        self.state = (self.state * 69069 + 1) & 0xFFFFFFFF
        return (self.state >> 7) % n

    def sentence(self):
        count = 4 + self.below(9)
        words = [self.words[self.below(self.below(len(self.words)) + 1)] for _ in range(count)]
        words[0] = words[0].capitalize()
        if self.below(3) == 0:
            words[len(words) // 2] += ","
        return " ".join(words) + ".!?"[self.below(3)]

    def text(self, lines):
        return "\n".join(
            " ".join(self.sentence() for _ in range(1 + self.below(3))) for _ in range(lines)
        )


def words_of(text):
    for line in text.splitlines():
        for word in line.split():
            word = word.strip(PUNCTUATION).lower()
            if word:
                yield word


def letters(text):
    counts = {}
    for character in text:
        if character.isalpha():
            counts[character] = counts.get(character, 0) + 1
    return counts


def pairs(words):
    counts = {}
    before = None
    for word in words:
        if before is not None:
            pair = before, word
            counts[pair] = counts.get(pair, 0) + 1
        before = word
    return counts


def top(counts, n):
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:n]


def main(lines):
    text = Writer(2024, 3000).text(lines)
    words = list(words_of(text))
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    lengths = {}
    for word, count in counts.items():
        lengths.setdefault(len(word), []).append(count)
    print(len(text), len(words), len(counts))
    print(*(f"{word}={count}" for word, count in top(counts, 4)))
    print(top(pairs(words), 2), top(letters(text), 2))
    print({length: sum(found) for length, found in sorted(lengths.items())})


if __name__ == "__main__":
    main(8_000)
