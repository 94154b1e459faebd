"""Functions' attributes written to, with the checks, and what changes in their calls."""


def base(a, b=2, *, c=3, d: int = 4) -> str:
    "Doc."
    return f"{a}{b}{c}{d}"


print(base.__defaults__, base.__kwdefaults__, base.__annotations__, base.__doc__, base.__module__, base.__closure__)
base.__defaults__ = (10, 20)
print(base())
base.__defaults__ = None
base.__kwdefaults__ = {"c": "C", "d": "D"}
print(base(1, 2))
base.__kwdefaults__["c"] = "changed"
print(base(1, 2))
del base.__kwdefaults__
for call in (lambda: base(1, 2), lambda: base(1), lambda: base(1, 2, 3), lambda: base(1, 2, c=1, e=2)):
    try:
        call()
    except TypeError as error:
        print(error)
base.__name__, base.__qualname__, base.__doc__, base.__module__ = "other", "Somewhere.other", 42, None
print(base.__name__, base.__qualname__, base.__doc__, base.__module__, repr(base)[:25])
try:
    base()
except TypeError as error:
    print(error)
base.note = "anything"
base.__annotations__ = {"x": 1}
print(vars(base), base.__annotations__, base.__builtins__["len"]("abc"), base.__globals__ is globals())
del base.__annotations__
print(base.__annotations__, base.__type_params__)
for name, value in [("__defaults__", 3), ("__kwdefaults__", 3), ("__name__", 3), ("__qualname__", 3), ("__annotations__", 3), ("__type_params__", 3), ("__dict__", 3), ("__globals__", {}), ("__closure__", ()), ("__builtins__", {})]:
    try:
        exec(f"base.{name} = value")
    except (TypeError, AttributeError) as error:
        print(name, type(error).__name__, error)
for name in ("__name__", "__code__", "__dict__", "__globals__", "nothing"):
    try:
        exec(f"del base.{name}")
    except (TypeError, AttributeError) as error:
        print("del", name, type(error).__name__, error)


class Box:
    def method(self, x=1):
        return x

    @classmethod
    def klass(cls):
        return cls.__name__

    @staticmethod
    def static():
        return "s"


bound = Box().method
print(bound.__func__ is Box.method, bound.__self__.__class__.__name__, bound.__name__, bound.__defaults__, bound.__doc__)
Box.method.__defaults__ = (5,)
print(bound(), Box.klass.__self__.__name__, Box.__dict__["static"].__wrapped__(), Box.__dict__["klass"].__func__.__name__)
try:
    bound.extra = 1
except AttributeError as error:
    print(error)
Method = type(bound)
print(Method(len, "abc")(), Method(base.__get__, None).__func__ is not None, bound == Box.method.__get__(bound.__self__), bound is bound.__self__.method)
for bad in (lambda: Method(1, 2), lambda: Method(len, None), lambda: Method(len), lambda: base.__get__(None, None)):
    try:
        bad()
    except TypeError as error:
        print(error)
