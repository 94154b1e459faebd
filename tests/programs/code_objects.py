"""Code objects looked at, compared, changed with replace() and built from nothing."""


def sample(a, b=2, /, c=3, *args, d, e=5, **kwargs):
    "A docstring."
    total = a + b

    def inner(x):
        return x + total

    for i in range(3):
        yield inner(i)


def code():
    return sample.__code__


for name in "co_argcount co_posonlyargcount co_kwonlyargcount co_nlocals co_flags co_varnames co_cellvars co_freevars co_names co_name co_qualname co_firstlineno co_stacksize".split():
    print(name, eval(f"code().{name}"))


def inner():
    return next(filter(type(code()).__instancecheck__, code().co_consts))


print(inner().co_freevars, inner().co_qualname, inner().co_argcount, code().co_consts[0])
print(list(inner().co_positions())[:4])
print(list(inner().co_lines()))
print(len(code().co_code) % 2, type(code().co_linetable).__name__, type(code().co_exceptiontable).__name__)


def add(a, b):
    return a + b


renamed = add.__code__.replace(co_name="plus", co_qualname="math.plus", co_firstlineno=100, co_filename="made.py")
print(renamed.co_name, renamed.co_qualname, renamed.co_firstlineno, renamed == add.__code__, add.__code__.replace() == add.__code__)
Function, Code = type(add), type(code())
print(Function(renamed, {}).__qualname__, Function(renamed, {}, "given")(3, 4))


def constant():
    return "old"


constant.__code__ = constant.__code__.replace(co_consts=(None, ("new", 1.5, frozenset({2}))), co_filename="made.py")
print(constant())


def k():
    return add.__code__


built = Code(2, 0, 0, 2, k().co_stacksize, k().co_flags, k().co_code, k().co_consts, k().co_names, ("left", "right"), "made.py", "built", "built", 7, k().co_linetable, k().co_exceptiontable)
made = Function(built, {})
print(made(right=1, left=41), built.co_filename, built.co_varnames)
for bad in (
    lambda: k().replace(nope=1),
    lambda: k().replace(co_name=5),
    lambda: k().replace(co_code="text"),
    lambda: k().replace(co_varnames=["a"]),
    lambda: k().replace(co_varnames=("a",), co_nlocals=3),
    lambda: k().replace("x"),
    lambda: Code(1, 2),
    lambda: setattr(k(), "co_name", "x"),
    lambda: setattr(add, "__code__", 5),
    lambda: setattr(add, "__code__", inner()),
    lambda: k()._varname_from_oparg(9),
):
    try:
        print(bad())
    except (TypeError, ValueError, AttributeError, IndexError) as error:
        print(type(error).__name__, error)
print(k()._varname_from_oparg(1), repr(k()).startswith("<code object add at 0x"), hash(k()) == hash(k().replace()))
one, two = compile("x = 1", "f", "exec"), compile("x = 1", "g", "exec")
print(one == two, one == compile("x = 2", "f", "exec"), one.co_name, eval(compile("6*7", "e", "eval")))
