"""Dispatch: by type with a registry and the MRO, by value with dicts, by arity with *args."""


class Dispatcher:
    def __init__(self, default):
        self.default, self.table = default, {}

    def register(self, *kinds):
        def put(function):
            for kind in kinds:
                self.table[kind] = function
            return function

        return put

    def __call__(self, value, *rest):
        for cls in type(value).__mro__:
            if cls in self.table:
                return self.table[cls](value, *rest)
        return self.default(value, *rest)

    def __get__(self, instance, owner):
        return self if instance is None else lambda *args: self(*args)


@Dispatcher
def show(value):
    return f"<{type(value).__name__}>"


@show.register(int, float)
def _(value):
    return f"number {value}"


@show.register(list, tuple)
def _(value):
    return "[" + "; ".join(map(show, value)) + "]"


@show.register(dict)
def show_dict(value):
    return "{" + ", ".join(f"{show(k)}: {show(v)}" for k, v in value.items()) + "}"


@show.register(type(None))
def _(_):
    return "nothing"


class Special(int):
    pass


class Holder:
    show = show


print(show(1), show(True), show(2.5), show("s"), show([1, (None, {"k": Special(3)})]), show(object), sep="\n")
print(Holder().show([1]), Holder.show is show, _ is show.table[type(None)], show_dict({}), len(show.table))
OPERATIONS = {"+": lambda a, b: a + b, "neg": lambda a: -a, "pi": lambda: 3.14, "sum": lambda *a: sum(a)}
for name, args in [("+", (1, 2)), ("neg", (5,)), ("pi", ()), ("sum", (1, 2, 3)), ("+", (1,)), ("log", (1,))]:
    try:
        print(name, OPERATIONS[name](*args))
    except KeyError as error:
        print("unknown", error)
    except TypeError as error:
        print(error)
