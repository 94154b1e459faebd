"""__import__ finds the package that a relative import means, or says why it cannot."""
import types
import warnings


def attempt(name, namespace, level=1):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            print(__import__(name, namespace, level=level))
        except Exception as e:
            print(type(e).__name__, e)
        for w in caught:
            print("  ", w.category.__name__, w.message)


attempt("", {"__package__": None, "__name__": "x"})
attempt("nope", {"__package__": 5})
attempt("nope", {})
attempt("nope", 5)
attempt("nope", {"__name__": 5})
attempt("spam", {"__name__": "a.b"}, 3)
module = types.ModuleType("tool")
module.tool = lambda: 1
for value in module, types.ModuleType("other"), 5:
    try:
        value()
    except TypeError as e:
        print(e)
