"""Names that are missing, shadowed builtins, and suggestions that str() does not make."""


def f():
    return undefined_name


def g():
    if False:
        x = 1
    return x


for function in (f, g):
    try:
        function()
    except NameError as error:
        print(type(error).__name__, error, error.name)
len = lambda x: "shadowed"
print(len("abc"))
del len
print(len("abc"))
print(__name__, "f" in globals(), sorted(k for k in locals() if k in ("f", "g")))


def h(a, b=2):
    c = 3
    return sorted(locals().items())


print(h(1))


class C:
    x = 1
    print(sorted(k for k in locals() if not k.startswith("__")))


print(dir(C())[-1], [n for n in dir(C) if n == "x"])
