"""Cells through several levels, arguments as cells, and a cell without a value."""


def outer(a, *args, **kwargs):
    def middle(b):
        c = a + b

        def inner(d):
            nonlocal c
            c += d
            return a, b, c, args, kwargs
        return inner
    return middle


inner = outer(1, 2, k=3)(10)
print(inner(100))
print(inner(1000))
print(inner.__code__.co_freevars, [type(cell).__name__ for cell in inner.__closure__])
print(inner.__closure__[0].cell_contents)


def unset(flag):
    def get():
        return x
    if flag:
        x = 1
    return get


print(unset(True)())
try:
    unset(False)()
except NameError as error:
    print(error)
