"""A small language interpreted by structural pattern matching."""


class Name:
    __match_args__ = ("text",)

    def __init__(self, text):
        self.text = text


def read(source):
    stack = [[]]
    for word in source.replace("(", " ( ").replace(")", " ) ").split():
        match word:
            case "(":
                stack.append([])
            case ")":
                done = stack.pop()
                stack[-1].append(done)
            case _ if word.lstrip("-").isdigit():
                stack[-1].append(int(word))
            case _:
                stack[-1].append(Name(word))
    return stack[0]


def evaluate(form, scope):
    match form:
        case int() as number:
            return number
        case Name("true" | "false" as text):
            return text == "true"
        case Name(text):
            return scope[text]
        case [Name("let"), [*bindings], body]:
            inner = dict(scope)
            for name, value in zip(bindings[::2], bindings[1::2]):
                inner[name.text] = evaluate(value, inner)
            return evaluate(body, inner)
        case [Name("if"), test, yes, no]:
            return evaluate(yes if evaluate(test, scope) else no, scope)
        case [Name("fn"), [*params], body]:
            names = [p.text for p in params]
            return lambda *args: evaluate(body, scope | dict(zip(names, args)))
        case [Name("list"), *items]:
            return [evaluate(item, scope) for item in items]
        case [head, *args]:
            function = evaluate(head, scope)
            return function(*(evaluate(a, scope) for a in args))
        case []:
            return None
    raise SyntaxError(f"cannot evaluate {form!r}")


BASE = {
    "+": lambda *a: sum(a),
    "*": lambda a, b: a * b,
    "-": lambda a, b=None: -a if b is None else a - b,
    "<": lambda a, b: a < b,
    "map": lambda f, items: [f(x) for x in items],
    "first": lambda items: items[0],
}
PROGRAMS = [
    "(+ 1 2 3)",
    "(let (x 5 y (* x 2)) (- y x))",
    "(map (fn (x) (* x x)) (list 1 2))",
    "(if (< 2 1) 10 (- 7))",
    "((fn (f n) (f f n)) (fn (self n) (if (< n 2) 1 (* n (self self (- n 1))))) 3)",
    "(list true false ())",
]
for source in PROGRAMS:
    [form] = read(source)
    print(source, "=>", evaluate(form, BASE))
try:
    evaluate(read("(boom 1)")[0], BASE)
except KeyError as error:
    print("unbound", error)
