"""While a comprehension runs in a module or class, its variable is what f_locals shows."""
import sys
def t(f):
    try: print(f())
    except BaseException as e: print(type(e), e)
print([sys._getframe().f_locals.get("a") for a in [7]])
print([sorted(k for k in sys._getframe().f_locals if k[0]!='_')[:9] for a in [7]])
print([locals().get("x") for x in range(2)])
print([sys._getframe().f_locals is globals() for x in range(2)])
def g(q):
    print([sys._getframe().f_locals["a"] for a in [0]][0])
    print([sorted(locals()) for x in range(2)])
    print([sys._getframe().f_locals.get('x') for x in range(2)])
g(1)
class C: 
    z = 1
    y = [sorted(locals()) for x in range(2)]
    w = [sorted(sys._getframe().f_locals) for x in range(2)]
print(C.y, C.w)
