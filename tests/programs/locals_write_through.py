"""frame.f_locals of a function is a view that writes through; locals() is a copy."""
import sys


def plain(a):
    b = 2
    snapshot = locals()
    view = sys._getframe().f_locals
    snapshot["a"] = "changed"
    print(a, snapshot)
    view["a"] = "written"
    view["extra"] = 5
    print(a, sorted(view), sorted(locals()))
    print(view == sys._getframe().f_locals, type(view).__name__, len(view))
    try:
        del view["a"]
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
    try:
        view["nothing"]
    except KeyError as error:
        print("KeyError", error)
    view.update(b=7) if False else view.update({"b": 7})
    return a, b


def cells():
    n = 1

    def inner():
        return n

    sys._getframe().f_locals["n"] = 50
    return inner(), sys._getframe().f_locals["inner"] is inner


def caller():
    value = "before"
    change()
    return value


def change():
    sys._getframe(1).f_locals["value"] = "after"


def comprehension():
    k = "outer"
    names = [sorted(sys._getframe().f_locals) for k in range(1)]
    return k, names


class Body:
    first = 1
    locals()["second"] = 2
    third = second + 1


def generator():
    step = 0
    while step < 3:
        step += 1
        yield step


print(plain("arg"))
print(cells())
print(caller())
print(comprehension())
print(Body.second, Body.third)
g = generator()
print(next(g))
g.gi_frame.f_locals["step"] = 10
print(list(g))
print(locals() is globals(), sys._getframe().f_locals is globals())
