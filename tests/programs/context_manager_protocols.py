"""with statements: order, suppression, errors in the managers themselves."""


class Manager:
    def __init__(self, name, enter=None, leave=None, swallow=False):
        self.name, self.enter, self.leave, self.swallow = name, enter, leave, swallow

    def __enter__(self):
        print("enter", self.name)
        if self.enter:
            raise self.enter
        return self.name.upper()

    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind.__name__ if kind else None, value, tb is not None)
        if self.leave:
            raise self.leave
        return self.swallow


def show(function):
    try:
        print("result", function())
    except Exception as error:
        chain = []
        while error:
            chain.append(repr(error))
            error = error.__context__
        print("raised", *chain)


def plain():
    with Manager("a") as a, Manager("b") as b:
        return a + b


def swallowed():
    with Manager("a", swallow=True):
        with Manager("b"):
            raise KeyError("lost")
    return "after"


def enter_fails():
    with Manager("a") as a, Manager("b", enter=ValueError("in")):
        return a


def exit_fails():
    with Manager("a"), Manager("b", leave=ValueError("out")):
        raise KeyError("first")


def loops():
    out = []
    for i in range(4):
        with Manager(str(i), swallow=i == 2) as name:
            if i == 0:
                continue
            if i == 3:
                break
            if i == 2:
                raise IndexError
            out.append(name)
    return out


def returned():
    with Manager("r") as name:
        try:
            return name
        finally:
            print("finally")


def targets():
    class Holder:
        pass

    h, d = Holder(), {}
    with Manager("x") as h.attr, Manager("y") as d["k"], Manager("uv") as (u, v):
        return h.attr, d, u, v


def wrong(kind):
    manager = {"none": 5, "enter": type("E", (), {"__exit__": 1})(), "exit": type("X", (), {"__enter__": 1})()}[kind]
    with manager:
        pass


for function in (plain, swallowed, enter_fails, exit_fails, loops, returned, targets):
    print("--", function.__name__)
    show(function)
for kind in ("none", "enter", "exit"):
    show(lambda: wrong(kind))
