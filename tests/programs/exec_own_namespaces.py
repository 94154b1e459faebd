"""exec and eval in namespaces of the program's own: mappings, subclasses of dict, other builtins."""


class Watched(dict):
    def __getitem__(self, key):
        print("  dict get", key)
        return dict.__getitem__(self, key)

    def __missing__(self, key):
        raise KeyError(key)


class Mapping:
    def __init__(self, **names):
        self.names = names

    def __getitem__(self, key):
        print("  get", key)
        return self.names[key]

    def __setitem__(self, key, value):
        print("  set", key, value)
        self.names[key] = value

    def __delitem__(self, key):
        print("  delete", key)
        del self.names[key]


class Making(dict):
    def __missing__(self, key):
        print("  made", key)
        return key


def attempt(what, function):
    print(what)
    try:
        print("  ->", function())
    except Exception as error:
        print("  !!", type(error).__name__, error)


FUNCTION = "def f(): return first + second\nresult = f()"
own = {"__builtins__": Mapping(print=5, first=1, second=2)}
attempt("locals", lambda: exec("x = 1\nx\ndel x\ny", {}, Mapping()))
attempt("globals", lambda: exec(FUNCTION, Watched(first=1, second=2)))
attempt("globals without", lambda: exec(FUNCTION, Watched(first=1)))
attempt("builtins", lambda: eval("print", own))
attempt("builtins without", lambda: eval("length", own))
attempt("builtins in a function", lambda: exec(FUNCTION, own))
print("  ", own["result"])
attempt("builtins that make", lambda: eval("anything", {"__builtins__": Making()}))
attempt("class", lambda: exec("class C: pass", {"__builtins__": Mapping()}))
attempt("import", lambda: exec("import sys", {"__builtins__": Mapping()}))
attempt("no builtins", lambda: eval("len", {"__builtins__": None}))
attempt("number", lambda: exec("len", {"__builtins__": 5}))
attempt("mapping for a dict", lambda: eval("x", Mapping(), {}))
attempt("hot", lambda: exec("def f(): return first\nfor _ in range(40): f()\nfirst = 0\nf()", {"__builtins__": {"first": 1, "range": range}}))
