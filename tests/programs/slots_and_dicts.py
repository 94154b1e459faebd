"""__slots__ leaves an instance without a dict."""


class P:
    __slots__ = ("x", "y")

    def __init__(self, x, y=0):
        self.x = x
        self.y = y


p = P(1, 2)
print(p.x, p.y, hasattr(p, "__dict__"))
try:
    p.z = 3
except AttributeError as error:
    print(error)
del p.y
try:
    p.y
except AttributeError as error:
    print(error)


class Q(P):
    pass


q = Q(5)
q.z = 1
print(q.x, q.z, q.__dict__)
