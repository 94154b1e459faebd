"""A JSON reader and writer by hand, with errors that tell where."""


class JSONError(ValueError):
    pass


ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "/": "/", "b": "\b"}


def loads(text):
    value, end = parse(text, skip(text, 0))
    if skip(text, end) != len(text):
        raise JSONError(f"extra data at {end}")
    return value


def skip(text, i):
    while i < len(text) and text[i] in " \n\t":
        i += 1
    return i


def parse(text, i):
    match text[i : i + 1]:
        case "{":
            return parse_items(text, i, "}", {})
        case "[":
            return parse_items(text, i, "]", [])
        case '"':
            return parse_string(text, i + 1)
        case "":
            raise JSONError(f"unexpected end at {i}")
        case c if c in "-0123456789":
            end = i + 1
            while end < len(text) and text[end] in "0123456789.eE+-":
                end += 1
            word = text[i:end]
            return (int(word) if word.lstrip("-").isdigit() else float(word)), end
    for word, value in (("true", True), ("false", False), ("null", None)):
        if text.startswith(word, i):
            return value, i + len(word)
    raise JSONError(f"unexpected {text[i]!r} at {i}")


def parse_items(text, i, close, out):
    i = skip(text, i + 1)
    while text[i : i + 1] != close:
        value, i = parse(text, i)
        i = skip(text, i)
        if isinstance(out, dict):
            if text[i : i + 1] != ":":
                raise JSONError(f"expected ':' at {i}")
            out[value], i = parse(text, skip(text, i + 1))
            i = skip(text, i)
        else:
            out.append(value)
        if text[i : i + 1] == ",":
            i = skip(text, i + 1)
        elif text[i : i + 1] != close:
            raise JSONError(f"expected ',' or {close!r} at {i}")
    return out, i + 1


def parse_string(text, i):
    out = ""
    while (c := text[i : i + 1]) != '"':
        if not c:
            raise JSONError("unterminated string")
        if c == "\\":
            i += 1
            if text[i] == "u":
                out += chr(int(text[i + 1 : i + 5], 16))
                i += 4
            else:
                out += ESCAPES[text[i]]
        else:
            out += c
        i += 1
    return out, i + 1


def dumps(value, indent=0):
    pad = "  " * indent
    match value:
        case True | False | None:
            return {True: "true", False: "false", None: "null"}[value]
        case int() | float():
            return repr(value)
        case str():
            return '"' + "".join({'"': '\\"', "\n": "\\n"}.get(c, c) for c in value) + '"'
        case list():
            return "[" + ", ".join(dumps(v, indent) for v in value) + "]"
        case dict():
            inner = ",\n".join(f"{pad}  {dumps(k)}: {dumps(v, indent + 1)}" for k, v in value.items())
            return "{\n" + inner + f"\n{pad}}}"
    raise TypeError(f"cannot write {type(value).__name__}")


source = '{"n": "\\u00e9\\"", "l": [1, -2.5, true, null], "in": {"a": []}}'
data = loads(source)
print(data)
print(dumps(data))
for bad in ('{"a" 1}', "[1 2]", '"open', "[1,", "nope", "1 2", ""):
    try:
        loads(bad)
    except JSONError as error:
        print(repr(bad), error)
try:
    dumps({1, 2})
except TypeError as error:
    print(error)
