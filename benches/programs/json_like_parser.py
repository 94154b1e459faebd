"""A hand-written parser and writer of JSON: string indexing, dispatch, recursion, dicts and lists."""


class SyntaxFault(ValueError):
    pass


ESCAPES = {'"': '"', "\\": "\\", "/": "/", "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
NAMES = {"true": True, "false": False, "null": None}


class Parser:
    def __init__(self, text):
        self.text = text
        self.place = 0

    def fail(self, wanted):
        raise SyntaxFault(f"expected {wanted} at {self.place}")

    def peek(self):
        text = self.text
        while self.place < len(text) and text[self.place] in " \t\r\n":
            self.place += 1
        return text[self.place] if self.place < len(text) else ""

    def accept(self, character):
        if self.peek() == character:
            self.place += 1
            return True
        return False

    def expect(self, character):
        if not self.accept(character):
            self.fail(repr(character))

    def value(self):
        first = self.peek()
        match first:
            case "{":
                return self.object()
            case "[":
                return self.array()
            case '"':
                return self.string()
            case "t" | "f" | "n":
                return self.name()
            case _ if first.isdigit() or first == "-":
                return self.number()
        self.fail("a value")

    def object(self):
        result = {}
        self.expect("{")
        if self.accept("}"):
            return result
        while True:
            if self.peek() != '"':
                self.fail("a key")
            key = self.string()
            self.expect(":")
            result[key] = self.value()
            if not self.accept(","):
                self.expect("}")
                return result

    def array(self):
        result = []
        self.expect("[")
        if self.accept("]"):
            return result
        while True:
            result.append(self.value())
            if not self.accept(","):
                self.expect("]")
                return result

    def string(self):
        text = self.text
        self.place += 1
        parts = []
        while True:
            if self.place >= len(text):
                self.fail("a quote")
            character = text[self.place]
            self.place += 1
            if character == '"':
                return "".join(parts)
            if character == "\\":
                character = self.escape()
            parts.append(character)

    def escape(self):
        letter = self.text[self.place : self.place + 1]
        self.place += 1
        if letter != "u":
            return ESCAPES[letter] if letter in ESCAPES else self.fail("an escape")
        digits = self.text[self.place : self.place + 4]
        if len(digits) < 4:
            self.fail("four digits")
        self.place += 4
        return chr(int(digits, 16))

    def number(self):
        text, start = self.text, self.place
        while self.place < len(text) and text[self.place] in "+-.eE0123456789":
            self.place += 1
        found = text[start : self.place]
        try:
            return int(found)
        except ValueError:
            return float(found)

    def name(self):
        for name, value in NAMES.items():
            if self.text.startswith(name, self.place):
                self.place += len(name)
                return value
        self.fail("a name")


def parse(text):
    parser = Parser(text)
    value = parser.value()
    if parser.peek():
        parser.fail("the end")
    return value


def quoted(text):
    out = ['"']
    for character in text:
        if character in '"\\':
            out.append("\\" + character)
        elif character < " " or character > "~":
            out.append(f"\\u{ord(character):04x}")
        else:
            out.append(character)
    out.append('"')
    return "".join(out)


def written(value):
    if isinstance(value, dict):
        return "{" + ",".join(quoted(k) + ":" + written(v) for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(written, value)) + "]"
    if isinstance(value, str):
        return quoted(value)
    for name, known in NAMES.items():
        if value is known:
            return name
    return repr(value)


def document(count):
    return {
        "title": 'A "small" document\n',
        "rows": [
            {
                "id": i,
                "name": f"row {i} \u00e9",
                "price": i / 8,
                "tags": ["a", "b\\c", ""][: i % 4],
                "ok": i % 2 == 0,
                "parent": None if i % 5 else {"id": i // 2},
            }
            for i in range(count)
        ],
    }


def main(count, rounds):
    data = document(count)
    for _ in range(rounds):
        text = written(data)
        data = parse(text)
    assert data == document(count)
    faults = 0
    for cut in range(0, 400, 7):
        try:
            parse(text[:cut])
        except SyntaxFault:
            faults += 1
    print(len(text), faults, sum(row["price"] for row in data["rows"]))


if __name__ == "__main__":
    main(800, 25)
