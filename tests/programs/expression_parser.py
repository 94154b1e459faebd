"""A recursive-descent parser and evaluator for arithmetic, with errors that point."""


class ParseError(Exception):
    def __init__(self, text, place, message):
        super().__init__(message)
        self.text, self.place = text, place

    def __str__(self):
        return f"{self.args[0]}\n  {self.text}\n  {' ' * self.place}^"


def tokens(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit():
            start = i
            while i < len(text) and (text[i].isdigit() or text[i] == "."):
                i += 1
            yield "num", float(text[start:i]) if "." in text[start:i] else int(text[start:i]), start
        elif c in "+-*/()^":
            yield c, c, i
            i += 1
        else:
            raise ParseError(text, i, f"unexpected {c!r}")
    yield "end", None, len(text)


class Parser:
    def __init__(self, text):
        self.text, self.stream = text, tokens(text)
        self.advance()

    def advance(self):
        self.kind, self.value, self.place = next(self.stream)

    def expect(self, kind):
        if self.kind != kind:
            raise ParseError(self.text, self.place, f"expected {kind!r}, found {self.kind!r}")
        self.advance()

    def expression(self):
        left = self.term()
        while self.kind in "+-":
            op = self.kind
            self.advance()
            right = self.term()
            left = (op, left, right)
        return left

    def term(self):
        left = self.power()
        while self.kind in "*/":
            op = self.kind
            self.advance()
            left = (op, left, self.power())
        return left

    def power(self):
        base = self.atom()
        if self.kind == "^":
            self.advance()
            return ("^", base, self.power())
        return base

    def atom(self):
        match self.kind:
            case "num":
                value = self.value
                self.advance()
                return value
            case "-":
                self.advance()
                return ("neg", self.atom())
            case "(":
                self.advance()
                inner = self.expression()
                self.expect(")")
                return inner
        raise ParseError(self.text, self.place, "expected a value")


def evaluate(tree):
    match tree:
        case int() | float():
            return tree
        case ("neg", x):
            return -evaluate(x)
        case ("+", a, b):
            return evaluate(a) + evaluate(b)
        case ("-", a, b):
            return evaluate(a) - evaluate(b)
        case ("*", a, b):
            return evaluate(a) * evaluate(b)
        case ("/", a, b):
            return evaluate(a) / evaluate(b)
        case ("^", a, b):
            return evaluate(a) ** evaluate(b)


for text in ["1+2*3", "(1+2)*-3", "2^3^2", "10/4-1.5", "2*(3", "7 $ 2", "1/0", "*"]:
    try:
        parser = Parser(text)
        tree = parser.expression()
        parser.expect("end")
        print(text, "=", evaluate(tree))
    except ParseError as error:
        print(error)
    except ZeroDivisionError as error:
        print(text, "->", error)
