import gc
class Node:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)
a = Node("a"); b = Node("b")
a.other = b; b.other = a
del a, b
print(gc.collect())
class P: pass
for i in range(3):
    p = P(); p.me = p; p.l = [p]; p.t = (p, 1)
del p
print(gc.collect())
log = []
gc.callbacks.append(lambda phase, info: log.append((phase, info["generation"], info["collected"])))
x = []
x.append(x)
del x
print(gc.collect(0))
print(gc.get_threshold(), gc.isenabled(), gc.is_tracked([]), gc.is_tracked(1), gc.is_tracked({}), gc.is_tracked({"a": []}))
class R:
    def __del__(self):
        global keep
        keep = self
r = R(); r.me = r
del r
print(gc.collect(), keep.me is keep)
del keep
print(gc.collect())
def f():
    def g(): return g
    return g
f()
print(gc.collect())
class T:
    pass
del T
print(gc.collect())
log.clear()
for i in range(30000):
    n = P(); n.self = n
print(len(log) > 5)
print(gc.get_referents([1, "a"]), gc.garbage)
