"""Context managers: suppression, nesting, exit order, generators as managers, and misuse."""


class Trace:
    def __init__(self, name, swallow=(), fail=None):
        self.name, self.swallow, self.fail = name, swallow, fail

    def __enter__(self):
        print("enter", self.name)
        if self.fail == "enter":
            raise RuntimeError(f"{self.name} cannot enter")
        return self.name.upper()

    def __exit__(self, kind, error, trace):
        print("exit", self.name, kind.__name__ if kind else None, error, trace is not None)
        if self.fail == "exit":
            raise RuntimeError(f"{self.name} cannot exit")
        return bool(kind) and issubclass(kind, self.swallow)


def manager(function):
    class Manager:
        def __init__(self, *args):
            self.gen = function(*args)

        def __enter__(self):
            return next(self.gen)

        def __exit__(self, kind, error, trace):
            if error is None:
                next(self.gen, None)
                return False
            try:
                self.gen.throw(error)
            except StopIteration:
                return True
            except BaseException as raised:
                if raised is error:
                    return False
                raise
            return True

    return Manager


@manager
def section(title):
    print(f"<{title}>")
    try:
        yield title * 2
    except LookupError as error:
        print("  forgiven", error)
    finally:
        print(f"</{title}>")


with Trace("a") as a, Trace("b", (ValueError,)) as b:
    print(a, b)
    raise ValueError("lost")
with (
    Trace("c", (Exception,)),
    Trace("d", fail="exit"),
):
    raise KeyError("replaced")
try:
    with Trace("e"), Trace("f", fail="enter"):
        print("never")
except RuntimeError as error:
    print("outside:", error, error.__context__)
with section("s") as s:
    print(s)
    [][1]
try:
    with section("t"):
        raise OSError("not forgiven")
except OSError as error:
    print(error)


def early():
    for i in range(3):
        with Trace(f"loop{i}"):
            if i == 0:
                continue
            return i


print(early())


class NotOne:
    def __enter__(self):
        return self


for bad in ("with 3: pass", "with NotOne(): pass", "with Trace: pass"):
    try:
        exec(bad)
    except TypeError as error:
        print(error)
with Trace("target") as [x, *y]:
    print(x, y)
