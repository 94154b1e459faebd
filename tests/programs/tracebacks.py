"""Tracebacks: carets, chains, repetitions, notes, suggestions."""
import gc

gc.disable()  # much of the library runs inside some calls: when that is collected is no affair of this program

def f(x):
    return g(x) + h(x)
def g(x):
    return 1
def h(x):
    return {}["abc"][x]
class C:
    attribute = 1
    def m(self):
        return undefned_name
def chain():
    try:
        f(1)
    except KeyError as e:
        raise ValueError("multi\nline") from e
def rec(n):
    if n == 0: raise RuntimeError("deep")
    return rec(n-1)
def t(fn, *a):
    import sys
    try:
        fn(*a)
    except BaseException as e:
        sys.excepthook(type(e), e, e.__traceback__)
t(f, 1)
t(chain)
t(rec, 50)
def ctx():
    try:
        C().m()
    except NameError:
        C().atribute
t(ctx)
def notes():
    e = ValueError("n")
    e.add_note("first")
    e.add_note("second\nline")
    raise e
t(notes)
def multi():
    x = f(
        1,
    ) + (2 /
      0)
t(multi)
def bin_():
    a = [1]; b = {}
    return a[0][b][1] + (3)
t(bin_)
def call_():
    return len(1, 2)
t(call_)
def nf(): return sys.exit
t(nf)
def nf(): return maths.x, prnt
t(nf)
import sys
def ie():
    from sys import excepthok
t(ie)
class MyErr(Exception):
    class Inner(Exception): pass
t(lambda: (_ for _ in ()).throw(MyErr.Inner("x")))
def noself(): raise MyErr
t(noself)
x = 5
x.foo.bar
