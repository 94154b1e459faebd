"""Boolean expressions as objects: building with operators, tables, simplifying, equivalence."""


class Expr:
    def __and__(self, other):
        return And(self, other)

    def __or__(self, other):
        return Or(self, other)

    def __invert__(self):
        return Not(self)

    def __rshift__(self, other):
        return Or(Not(self), other)

    def names(self):
        return sorted({n for part in vars(self).values() for n in ([part] if isinstance(part, str) else part.names())})


class Var(Expr):
    def __init__(self, name):
        self.name = name

    def __call__(self, env):
        return env[self.name]

    def __repr__(self):
        return self.name


class Not(Expr):
    def __init__(self, inner):
        self.inner = inner

    def __call__(self, env):
        return not self.inner(env)

    def __repr__(self):
        return f"~{self.inner!r}"


class Pair(Expr):
    def __init__(self, left, right):
        self.left, self.right = left, right

    def __repr__(self):
        return f"({self.left!r} {self.sign} {self.right!r})"


class And(Pair):
    sign = "&"

    def __call__(self, env):
        return self.left(env) and self.right(env)


class Or(Pair):
    sign = "|"

    def __call__(self, env):
        return self.left(env) or self.right(env)


def table(expr):
    names = expr.names()
    for bits in range(1 << len(names)):
        env = {n: bool(bits >> i & 1) for i, n in enumerate(names)}
        yield env, expr(env)


def simplify(e):
    match e:
        case Not(inner=Not(inner=x)):
            return simplify(x)
        case Not(inner=And(left=a, right=b)):
            return simplify(Not(a)) | simplify(Not(b))
        case Not(inner=Or(left=a, right=b)):
            return simplify(Not(a)) & simplify(Not(b))
        case Pair(left=a, right=b):
            return type(e)(simplify(a), simplify(b))
    return e


a, b = Var("a"), Var("b")
rule = ~(a & ~b)
print(rule, simplify(rule), rule.names(), [v for _, v in table(rule)], [v for _, v in table(a >> b)])
print(simplify(~~a), simplify(~(a | b)), all(v for _, v in table(a | ~a)), not any(v for _, v in table(a & ~a)))
try:
    rule({"a": True})
except KeyError as error:
    print("unknown", error)
try:
    a & True
    (a & True)({"a": 1})
except TypeError as error:
    print(error)
