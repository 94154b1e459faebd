"""Names in every scope: exec and eval with namespaces, class bodies, global and nonlocal."""
level = "module"


def outer():
    level = "outer"

    def inner():
        nonlocal level
        level += "+inner"
        return level

    class Body:
        seen = level
        level = "body"
        inside = [level for _ in range(1)]
        first = (lambda: level)()

    return inner(), Body.seen, Body.level, Body.inside, Body.first, level


def uses_global():
    global level, created
    created = "made in a function"
    level = level.upper()
    return level


print(outer(), uses_global(), created)
namespace = {"x": 5}
exec("y = x * 2\ndef f(): return y + x\nresult = f()", namespace)
print(namespace["result"], sorted(k for k in namespace if k[0] != "_"), eval("x + y", namespace), eval("x + z", {"x": 1}, {"z": 2}))


class Watching(dict):
    def __missing__(self, key):
        return f"<{key}>"


print(eval("a", {"__builtins__": {}}, Watching()), eval(compile("level", "here", "eval")), eval(b"1 + 1"), eval("  7"))


def local_exec():
    a = 1
    exec("a = 2; b = 3")
    scope = {}
    exec("c = a", globals() | locals(), scope)
    return a, scope, "b" in locals()


print(local_exec())
for source in ("undefined_name", "1 +", "x = 1", "[i for i in range(3)]", "(level := 5)"):
    try:
        print(source, "->", eval(source))
    except (NameError, SyntaxError) as error:
        print(source, "->", type(error).__name__, error.args[0])
print(level, [x for x in [1, 2] if (last := x)], last)
for bad in (lambda: exec(5), lambda: eval("1", 5), lambda: exec("1", {}, 5), lambda: eval("1", globals=1), lambda: exec("print(q)", {"__builtins__": {}})):
    try:
        bad()
    except (TypeError, NameError) as error:
        print(type(error).__name__, error)


def conditional(flag):
    if flag:
        value = 1
    try:
        return value
    except UnboundLocalError as error:
        return str(error)


print(conditional(True), conditional(False))
del created
try:
    created
except NameError as error:
    print(error)
print(__name__, "level" in globals(), vars() is globals(), dir()[:3])
