"""Calls become the forms made for what is called and with how many arguments."""
from _adaptive import show, warm


def none():
    return None


def one(a):
    return a


def defaults(a, b=2):
    return a + b


def star(*args, **kw):
    return args


def key_only(*, k=1):
    return k


class Plain:
    def __init__(self, a):
        self.a = a

    def get(self, b=1):
        return self.a


class Bare:
    pass


class New:
    def __new__(cls, a):
        return object.__new__(cls)


class Called:
    def __call__(self):
        return 1


def call0(f):
    return f()


def call1(f, a):
    return f(a)


def call2(f, a, b):
    return f(a, b)


def call3(f, a, b, c):
    return f(a, b, c)


def key(f):
    return f(k=3)


def spread(f, args):
    return f(*args)


def append(items):
    items.append(1)


def appended(items):
    return items.append(1)


def method0(s):
    return s.strip()


def method1(s):
    return s.count("a")


def method2(s):
    return s.replace("a", "b")


def lengths(x):
    return len(x), isinstance(x, list), type(x), str(x), tuple(x)


def make(a):
    return Plain(a)


def bound(p):
    get = p.get
    return get(), p.get(2)


warm(call0, none)
warm(call1, one, 1)
warm(call1, defaults, 1, times=150)
warm(call1, star, 1, times=150)
warm(call1, abs, 1, times=150)
warm(call1, Plain, 1, times=150)
warm(call0, Bare, times=150)
warm(call1, New, 1, times=150)
warm(call0, Called(), times=150)
warm(call0, key_only, times=150)
warm(call0, lambda: 3, times=150)
warm(call0, Plain(3).get, times=150)
warm(call0, dict, times=150)
warm(call0, [1].copy, times=150)
warm(call1, int, "5", times=150)
warm(call1, print.__class__, 1, times=150)
warm(call1, len, "abc", times=150)
warm(call1, "a".join, "xyz", times=150)
warm(call2, isinstance, 1, int, times=150)
warm(call2, max, 1, 2, times=150)
warm(call2, defaults, 1, 2, times=150)
warm(call2, pow, 2, 3, times=150)
warm(call2, getattr, 1, "real", times=150)
warm(call3, getattr, 1, "none", 3, times=150)
warm(call3, str.replace, "abc", "a", "b", times=150)
warm(key, key_only)
warm(spread, one, [1])
warm(append, [])
warm(appended, [])
warm(method0, " a ")
warm(method1, "banana")
warm(method2, "banana")
warm(lengths, [1])
warm(make, 2)
warm(bound, Plain(1))
show(Plain.__init__)
