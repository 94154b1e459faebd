"""Closures: counters, late binding, cells that are shared, emptied and made by hand."""


def counter(start=0):
    count = start

    def bump(by=1):
        nonlocal count
        count += by
        return count

    def reset():
        nonlocal count
        count = start

    def peek():
        return count

    return bump, reset, peek


bump, reset, peek = counter(5)
print(bump(), bump(10), peek(), reset(), peek())
cells = dict(zip(bump.__code__.co_freevars, bump.__closure__))
print(cells["count"].cell_contents, bump.__closure__[0] is peek.__closure__[0], peek.__code__.co_freevars)
cells["count"].cell_contents = 100
print(peek(), bump())
late = [lambda: i for i in range(3)]
early = [lambda j=j: j for j in range(3)]
print([f() for f in late], [f() for f in early])


def emptied():
    value = 1

    def show():
        return value

    del value
    try:
        show()
    except NameError as error:
        print(type(error).__name__, error)
    try:
        print(show.__closure__[0].cell_contents)
    except ValueError as error:
        print(error)
    value = 2
    return show()


print(emptied())


def early_use():
    try:
        print(later)
    except UnboundLocalError as error:
        print(error)
    later = 1
    return lambda: later


early_use()
Cell = type(bump.__closure__[0])
Function = type(bump)
by_hand = Function(peek.__code__, globals(), "by_hand", None, (Cell("made"),))
print(by_hand(), Cell(1) == Cell(1), Cell(1) < Cell(2), Cell() == Cell(), Cell() < Cell(0))
for bad in (lambda: Function(peek.__code__, {}), lambda: Function(peek.__code__, {}, None, None, (1,)), lambda: Cell().cell_contents, lambda: Cell(1, 2), lambda: hash(Cell(1))):
    try:
        print(bad())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)


def compose(*functions):
    def composed(x):
        for f in reversed(functions):
            x = f(x)
        return x

    return composed


def curry(function, *got):
    need = function.__code__.co_argcount
    return lambda *more: function(*got, *more) if len(got) + len(more) >= need else curry(function, *got, *more)


print(compose(str, lambda x: x + 1, lambda x: -x)(-41), curry(lambda a, b, c: (a, b, c))(1)(2)(3))


class Outer:
    name = "class"

    def method(self):
        name = "method"

        class Inner:
            copied = name

            def get(self):
                return name, __class__.__name__

        return Inner.copied, Inner().get()


print(Outer().method())
