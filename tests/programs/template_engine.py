"""A text template engine: variables, filters, loops and conditions, compiled to closures."""


def compile_template(text):
    parts = []
    while text:
        head, mark, rest = text.partition("{")
        if head:
            parts.append(("text", head))
        if not mark:
            break
        inside, _, text = rest.partition("}")
        kind, _, argument = inside.strip().partition(" ")
        parts.append((kind, argument) if kind in ("for", "if", "else", "end") else ("insert", inside.strip()))
    body, rest = block(parts, 0)
    return lambda **scope: "".join(body(scope))


def block(parts, i):
    steps = []
    while i < len(parts):
        kind, value = parts[i]
        if kind in ("else", "end"):
            break
        if kind == "text":
            steps.append(lambda scope, value=value: value)
        elif kind == "insert":
            steps.append(variable(value))
        elif kind == "for":
            name, _, source = value.partition(" in ")
            body, i = block(parts, i + 1)
            steps.append(loop(name, source, body))
        elif kind == "if":
            yes, i = block(parts, i + 1)
            no = lambda scope: ()
            if parts[i][0] == "else":
                no, i = block(parts, i + 1)
            steps.append(lambda scope, c=value, yes=yes, no=no: "".join((yes if lookup(c, scope) else no)(scope)))
        i += 1
    return (lambda scope: (step(scope) for step in steps)), i


def lookup(path, scope):
    value = scope
    for name in path.split("."):
        value = value[name] if isinstance(value, dict) else vars(value)[name]
    return value() if callable(value) else value


def variable(text):
    path, *filters = text.split("|")
    return lambda scope: str(apply(lookup(path, scope), filters))


def apply(value, filters):
    for name in filters:
        value = FILTERS[name](value)
    return value


def loop(name, source, body):
    def run(scope):
        return "".join("".join(body({**scope, name: item, "index": i})) for i, item in enumerate(lookup(source, scope)))

    return run


FILTERS = {"upper": str.upper, "len": len, "money": "${:,.2f}".format, "join": ", ".join}


class User:
    def __init__(self, name, tags):
        self.name, self.tags = name, tags
        self.greeting = lambda: f"Hello {self.name}"


page = compile_template("{user.greeting}! {if user.tags}{user.tags|len} tags: {user.tags|join}{else}no tags{end}.\n{for item in items}{index}. {item.name|upper} {item.price|money}\n{end}Bye {user.name}")
print(page(user=User("Ann", ["a", "b"]), items=[{"name": "pen", "price": 1.5}, {"name": "car", "price": 20000}]))
print(page(user=User("Bob", []), items=[]))
try:
    page(user=User("Eve", []), items=[{"name": "x"}])
except KeyError as error:
    print("missing", error)
