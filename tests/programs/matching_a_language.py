"""An expression language simplified and evaluated by pattern matching."""


def parse(text):
    tokens = text.replace("(", " ( ").replace(")", " ) ").split()

    def read():
        token = tokens.pop(0)
        if token == "(":
            items = []
            while tokens[0] != ")":
                items.append(read())
            tokens.pop(0)
            return tuple(items)
        try:
            return int(token)
        except ValueError:
            return token

    return read()


def simplify(e):
    match e:
        case (op, a, b):
            e = (op, simplify(a), simplify(b))
        case (op, a):
            e = (op, simplify(a))
    match e:
        case ("+", 0, x) | ("+", x, 0) | ("*", 1, x) | ("*", x, 1) | ("-", x, 0):
            return x
        case ("*", 0, _) | ("*", _, 0):
            return 0
        case ("+", int(a), int(b)):
            return a + b
        case ("*", int(a), int(b)):
            return a * b
        case ("-", x, y) if x == y:
            return 0
        case ("neg", ("neg", x)):
            return x
        case ("neg", int(n)):
            return -n
    return e


def derive(e, var):
    match e:
        case int():
            return 0
        case str(name):
            return int(name == var)
        case ("+" | "-" as op, a, b):
            return (op, derive(a, var), derive(b, var))
        case ("*", a, b):
            return ("+", ("*", derive(a, var), b), ("*", a, derive(b, var)))
        case ("neg", a):
            return ("neg", derive(a, var))
        case other:
            raise ValueError(f"cannot derive {other!r}")


def show(e):
    match e:
        case (op, a, b):
            return f"({show(a)} {op} {show(b)})"
        case ("neg", a):
            return f"-{show(a)}"
        case _:
            return str(e)


for text in ("(* x 3)", "(neg (- x x))"):
    e = parse(text)
    print(text, "=", show(simplify(e)), "derived", show(simplify(derive(e, "x"))))
try:
    derive(("/", 1, 2), "x")
except ValueError as error:
    print(error)
