"""Everything that can be called, and how it is told apart."""
from functools import partial


class Callable:
    def __init__(self, name):
        self.name = name

    def __call__(self, *args, **kw):
        return f"{self.name}{args}{kw or ''}"


class Meta(type):
    def __call__(cls, *args):
        return ("made by Meta", cls.__name__, args)


class Made(metaclass=Meta):
    pass


class NoCall:
    pass


class Fake:
    def __init__(self):
        self.__call__ = lambda: "never"


class Static:
    call = Callable("static")
    bound = partial(Callable("partial"), 1)

    @staticmethod
    def plain(*args):
        return args

    @classmethod
    def of_class(cls, *args):
        return cls.__name__, args

    def method(self, *args):
        return type(self).__name__, args


def collect(*args, last=None, **kw):
    return args, last, kw


s = Static()
print(Callable("c")(1, k=2), Made(1, 2), s.call(5), s.bound(6), s.plain(1), s.of_class(2), s.method(3), Static.method(s, 4))
print(collect(*"ab", *[1], **{"x": 1}, last=0, **{"y": 2}))
print([callable(x) for x in (len, Callable("x"), NoCall(), Fake(), NoCall, s.method, 5, lambda: 0)])
for attempt in (
    lambda: NoCall()(),
    lambda: Fake()(),
    lambda: 5(),
    lambda: "text"(),
    lambda: collect(**{1: 2}),
    lambda: collect(*5),
    lambda: collect(**5),
    lambda: collect(last=1, **{"last": 2}),
    lambda: s.plain(x=1),
    lambda: (lambda a, /, b, *, c: 0)(1, a=2),
    lambda: (lambda a, b=1: 0)(),
    lambda: (lambda *, k: 0)(1),
    lambda: None(),
):
    try:
        print(attempt())
    except TypeError as error:
        print(error)
NoCall.__call__ = lambda self, n: n + 1
print(NoCall()(1), NoCall.__call__(NoCall(), 2))
chain = Callable("outer")
chain.next = Callable("inner")
print(chain.next(0), (chain if chain else None)(1), [chain, len][0](2), (lambda f, *a: f(*a))(max, 3, 9))
print(sorted("bca", key=Callable.__call__.__get__(Callable("k"))), (yes := Callable("walrus"))("now"))
