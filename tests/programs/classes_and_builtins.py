def t(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
class A: pass
class B(A):
    x = 1
    def __init__(self, v=0): self.v = v
    def m(self): return 1
print(A, B, B.__bases__, B.__mro__, B.__name__, B.__qualname__, B.__module__, type(B))
t(A, 1); t(object, 1); t(B, 1, 2); t(object.__new__, B, 3); t(A().__init__, 1)
t(lambda: A().x); t(lambda: A.x); t(lambda: setattr(int, "x", 1)); t(lambda: delattr(A(), "q")); t(lambda: delattr(A, "q"))
t(lambda: setattr(object(), "x", 1)); t(lambda: setattr(1, "real", 2)); t(lambda: (1).foo)
T = type("T", (A,), {"y": 5}); print(T, T.y, T())if 0 else print(T, T.y)
t(type, 1, 2); t(type); t(type, "a", [], {}); t(type, "X", (int, str), {}); t(type, "X", (bool,), {})
class M(type):
    def __call__(cls, *a): print("meta call", a); return super().__call__(*a)
    def __getattr__(cls, n): return "meta " + n
    def __instancecheck__(cls, o): return o == 5
class C(metaclass=M):
    def __new__(cls, *a): print("new", a); return super().__new__(cls)
    def __init__(self, *a): print("init", a)
    def __init_subclass__(cls, **kw): print("sub", cls, kw)
C(1); print(C.foo, isinstance(5, C), isinstance(6, C))
class D(C, k=3): pass
class P:
    @property
    def x(self): "doc"; return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): del self._x
    y = property(lambda s: 1)
p = P(); p.x = 3; print(p.x, P.x.__doc__, P.x.fget.__name__); del p.x
t(lambda: p.x); t(lambda: setattr(p, "y", 1)); t(lambda: delattr(p, "y")); print(P.x.__name__)
class S:
    __slots__ = ("a", "b")
s = S(); s.a = 1; print(s.a); t(lambda: s.b); t(lambda: setattr(s, "c", 1)); t(lambda: s.__dict__); print(S.a)
class Base:
    def f(self): return "base"
    @classmethod
    def c(cls): return cls.__name__
class Der(Base):
    def f(self): return "der " + super().f()
    @classmethod
    def c(cls): return "d" + super().c()
d = Der(); print(d.f(), Der.c(), super(Der, d).f(), super(Der, Der).c())
t(lambda: super(Der, 1)); t(lambda: super().f()); t(super); print(super(Der, d)); 
print(Der.f, d.f.__func__ is Der.f, d.f == d.f, d.f is d.f)
print([].append.__self__, list.append, len, [].__len__, list.__len__, type.__call__, int.real, dict.fromkeys)
t(len); t(len, 1); t([].append); t(list.append); t(list.append, 1, 2); t("".join, 1, 2); t(lambda: [].append(x=1)); t(len, x=1)
t(isinstance, 1, 2); t(issubclass, 1, int); t(issubclass, int, 3); print(isinstance(1, (str, (int,))), isinstance(1, int | str), issubclass(bool, int|None))
def fn(a, b=2, *c, d, e=5, **f): "docstring"
print(fn.__defaults__, fn.__kwdefaults__, fn.__code__.co_varnames, fn.__doc__, fn.__annotations__, fn.__closure__, fn.__globals__ is globals(), fn.__dict__)
fn.attr = 1; print(fn.attr, fn.__dict__); 
t(lambda: setattr(fn, "__name__", 1)); t(lambda: setattr(fn, "__defaults__", 1)); t(lambda: setattr(fn, "__code__", 1))
t(fn); t(fn, 1); t(fn, 1, d=2); t(lambda: (lambda x: x)(1, 2)); t(lambda: (lambda x: x)(y=1))
class Eq:
    def __eq__(self, o): return True
t(hash, Eq()); t(lambda: {Eq(): 1}); t(lambda: A() < A()); t(lambda: A() + 1); t(lambda: -A()); t(lambda: A()()); t(lambda: A()[0]); t(lambda: len(A())); t(lambda: iter(A())); t(lambda: next(A())); t(lambda: 1 in A())
print(A() == A(), A() != A(), A.__eq__, A().__eq__(1), object().__ne__(1))
print(dir(A)[:5], dir(S()), [x for x in dir(B()) if x[0] != "_"], vars(B(7)))
t(format, A(), "x"); print(format(3, "04d"), format("a"), callable(A), callable(1), callable(len))
x = 5
def clos():
    y = 1
    def inner(): return y
    return inner
print(clos().__closure__[0].cell_contents, clos().__code__.co_freevars)
class WithSetName:
    def __set_name__(self, o, n): print("set_name", o, n)
class Own: w = WithSetName()
t(lambda: type("Z", (), {"__slots__": ["a"], "a": 1})); t(lambda: type("Z", (A, object), {})()if 0 else 0); t(lambda: type("Z", (object, A), {}))
class Desc:
    def __get__(self, i, o): return (i, o)
    def __set__(self, i, v): print("set", v)
class HD: d = Desc()
print(HD.d, HD().d[1]); HD().d = 3
A.__name__ = "Renamed"; print(A); 
t(lambda: setattr(A, "__name__", 3)); t(lambda: setattr(int, "__name__", "x"))
print(B.__dict__["x"], type(B.__dict__), B.__subclasses__(), A.__subclasses__())
a = A(); a.__class__ = B; print(type(a)); t(lambda: setattr(a, "__class__", int)); t(lambda: setattr(1, "__class__", A))
print(A.__doc__, None.__class__, type(None)(), ..., NotImplemented, type(...))
print(int.__add__(1, 2), int.__dict__["__add__"] is int.__add__, (1).__add__)
print(abs(-3), divmod(7, 3), pow(2, 3, 5), round(2.5), round(1.234, 2), chr(65), ord("a"), hex(255), oct(8), bin(5), sum([1, 2.5]), sum([0.1]*10), min(3, 1), max([1, 5], key=lambda x: -x), min([], default=7), any([0, 1]), all([]), sorted([3, 1, 2], reverse=True))
t(min); t(min, []); t(max, 1); t(sum, ["a"]); t(sum, [1], "a"); t(chr, -1); t(ord, "ab"); t(ord, 1); t(abs, "a"); t(round, "a"); t(pow, 1, 2, 0); t(divmod, 1, 0); t(divmod, 1, "a"); t(sorted, 1); t(getattr, 1, 2); t(getattr, 1, "zz"); print(getattr(1, "zz", 3)); t(setattr, 1); t(iter, 1, 2); t(next, iter([])); print(next(iter([]), 0)); t(hex, "a"); t(print, 1, sep=2); t(print, 1, foo=2); t(callable); t(eval, "1+"); print(eval("1+x")); exec("z=3"); print(z); t(eval, "q"); t(compile, "a", "f", "bad"); t(exec, 3); print(eval(compile("3*4", "f", "eval")))
print(eval("x", {"x": 9}), eval("x+y", {"x": 1}, {"y": 2})); t(eval, "x", 3); t(exec, "x", 3)
t(__import__, "nope"); import sys; print(__import__("sys") is sys, sys.maxsize, sys.byteorder, sys.implementation.name)
print(1, 2, sep="-", end="!\n"); print(*[1, 2], sep=""); print("x", file=sys.stderr); print(sys.float_info.max, sys.int_info, sys.hash_info)
t(lambda: sys.foo); t(sys.exit, "bye"); print(sys.getrecursionlimit(), sys.intern("abc"), sys.getrefcount(None))
def r(): return r()
t(r)
