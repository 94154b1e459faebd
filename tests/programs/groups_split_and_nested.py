"""Exception groups: except*, splitting, nesting, and what is raised again."""


def tree(group, depth=0):
    if isinstance(group, BaseExceptionGroup):
        print("  " * depth + f"{type(group).__name__} {group.message!r}")
        for inner in group.exceptions:
            tree(inner, depth + 1)
    else:
        print("  " * depth + repr(group))


def make():
    return ExceptionGroup("all", [ValueError(1), ExceptionGroup("inner", [TypeError(2), KeyError(3)]), OSError(4)])


def handle(error):
    try:
        try:
            raise error
        except* (ValueError, TypeError) as caught:
            print("values and types:", [repr(e) for e in caught.exceptions])
        except* KeyError:
            print("keys")
            raise
    except BaseExceptionGroup as rest:
        tree(rest)
        print(rest.__context__, rest.__cause__)


handle(make())
handle(ValueError("alone"))
handle(ExceptionGroup("only", [OSError("left")]))
handle(BaseExceptionGroup("base", [KeyboardInterrupt(), ValueError(5)]))
match_, rest = make().split(KeyError)
tree(match_)
tree(rest)
print(make().subgroup(lambda e: isinstance(e, ExceptionGroup)) is not None, make().subgroup(MemoryError))
tree(make().derive([RuntimeError("r")]))


class Mine(ExceptionGroup):
    def derive(self, excs):
        return Mine(self.message + "!", excs)


tree(Mine("own", [ValueError(1), TypeError(2)]).split(TypeError)[0])
try:
    try:
        raise ExceptionGroup("eg", [ValueError("v"), TypeError("t")])
    except* ValueError:
        raise RuntimeError("from the handler")
    except* TypeError as e:
        raise LookupError("second") from e
except ExceptionGroup as combined:
    tree(combined)
for wrong in (lambda: ExceptionGroup("x", []), lambda: ExceptionGroup("x", [1]), lambda: ExceptionGroup("x", [KeyboardInterrupt()]), lambda: ExceptionGroup(1, [ValueError()])):
    try:
        wrong()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
