"""exec and eval: which names they see, and where theirs go."""
x = "global"
namespace = {"x": "given"}
exec("y = x + '!'; z = [x for _ in range(2)]", namespace)
print(namespace["y"], namespace["z"], "__builtins__" in namespace)


class Layers(dict):
    def __missing__(self, key):
        if key.startswith("auto_"):
            return key[5:]
        raise KeyError(key)


print(eval("auto_one + auto_two", {}, Layers()))
for text in ("unknown", "1 +", "(lambda: x)()", "(yield)", "a = 1", "", "   3 * 4", "\t7"):
    try:
        print(repr(text), eval(text, {"x": 5}))
    except (NameError, SyntaxError) as error:
        print(repr(text), type(error).__name__, error.msg if isinstance(error, SyntaxError) else error)
    except TypeError as error:
        print(error)


def inside():
    local = 1
    exec("local = 2; fresh = 3")
    print(local, "fresh" in locals(), sorted(locals()))
    seen = {}
    exec("local = 4", globals(), seen)
    print(seen)
    return eval("local + 1")


print(inside())


def closure():
    held = 10

    def get():
        return held

    try:
        exec(get.__code__)
    except TypeError as error:
        print(error)
    exec(get.__code__, {}, closure=get.__closure__)
    return eval("[held for _ in 'ab']", {"held": held})


print(closure())
code = compile("a = 1\nb = a + 1", "<text>", "exec")
spaces = [{}, {"a": 9}]
for space in spaces:
    exec(code, space)
print([(s["a"], s["b"]) for s in spaces])
print(eval(compile("x", "<e>", "eval")), compile("x", "<e>", "eval").co_names)
for mode in ("exec", "eval", "single", "other"):
    try:
        print(mode, compile("1", "<m>", mode).co_code.hex()[:8] != "")
    except ValueError as error:
        print(mode, error)
exec("print('single'); 5", {})
exec(compile("5\n", "<s>", "single"))
try:
    exec("x", [])
except TypeError as error:
    print(error)
try:
    eval("x", None, 5)
except TypeError as error:
    print(error)
