"""Arguments and unpacking: every call form, order of evaluation, and each message."""


def f(a, b=2, /, c=3, *rest, d, e=5, **more):
    return a, b, c, rest, d, e, more


print(f(1, d=4), f(1, 2, 3, 4, 5, d=6), f(1, c=9, d=0, z=26), f(*[1, 2], *(3,), d=4, **{"e": 1, "y": 2}), f(1, d=1, **{"a": "kw", "b": "kw"}))


def log(x):
    print(end=f"{x} ")
    return x


print(f(log(1), *[log(2)], d=log(3), *[log(4)], **{"q": log(5)}))


def only_positional(a, /): ...
def only_keyword(*, k): ...
def nothing(): ...
def two(a, b): ...
def many(a, b, c, *, d, e): ...


class C:
    def method(self, x): ...
    @classmethod
    def cls(cls, x): ...
    @staticmethod
    def static(x): ...
    def __init__(self, must=None): ...
    def __call__(self, y): ...


CALLS = [
    "f()", "f(1)", "f(1, a=2, d=3)", "f(1, 2, c=3, d=4, **{'c': 5})", "only_positional(a=1)", "only_positional()", "only_positional(1, 2)",
    "only_keyword(1)", "only_keyword()", "only_keyword(k=1, j=2)", "nothing(1)", "nothing(x=1)", "nothing(1, 2)", "two(1)", "two()", "two(1, 2, 3)",
    "two(1, a=2)", "two(1, c=2)", "many()", "many(1, 2, 3)", "many(1, 2, 3, 4, d=1, e=2)", "C().method()", "C().method(1, 2)", "C.method()",
    "C.cls()", "C.static()", "C(1, 2)", "C(other=1)", "C()()", "C()(1, 2)", "two(*5)", "two(**5)", "two(*[1], **{'a': 1})", "two(**{1: 2})",
    "two(1, **{'b': 1}, **{'b': 2})", "len()", "len(1, 2)", "len(x=1)", "int(1, 2, 3)", "print(zep=1)", "sorted()", "sorted([], [])", "[].append()",
    "[].append(1, 2)", "''.join()", "{}.get()", "''.split(sep=1)", "''.split(nope=1)", "isinstance(1)", "range()", "range(1, 2, 3, 4)", "range('a')",
    "object(1)", "type(1, 2)", "super(1)", "abs()", "abs(1, 2)", "max()", "max(1)", "pow(1)", "round()", "open()", "dict(1, 2)", "list(x=1)", "tuple(1, 2)",
    "enumerate(1, 2, 3)", "zip(1)", "getattr(1)", "setattr(1, 2)", "hash()", "bool(1, 2)", "str(1, 2, 3, 4)", "bytes('x')", "float(1, 2)", "f.__name__()", "(lambda x: x)()",
]
for call in CALLS:
    try:
        print(call, "->", eval(call))
    except Exception as error:
        print(call, "->", type(error).__name__, error)
TARGETS = ["a, b = 1", "a, b = 1,", "a, b = 1, 2, 3", "a, *b = ()", "a, (b, c) = 1, 2", "a, b = {}", "*a, = 5", "a, b, *c = [1]", "[a, b] = 'x'", "for a, b in [1]: pass", "a, b = (x for x in range(3))"]
for target in TARGETS:
    try:
        exec(target)
    except Exception as error:
        print(target, "->", type(error).__name__, error)
