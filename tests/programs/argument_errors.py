"""What a wrong call says."""


def f(a, b, c=3, *, d):
    pass


def g(x, /, y):
    pass


class C:
    def method(self, one):
        pass


number = 5
calls = [
    lambda: f(),
    lambda: f(1),
    lambda: f(1, 2),
    lambda: f(1, 2, 3, 4, d=1),
    lambda: f(1, 2, d=1, e=2),
    lambda: f(1, 2, a=3, d=1),
    lambda: g(x=1, y=2),
    lambda: g(1),
    lambda: C().method(),
    lambda: C().method(1, 2),
    lambda: C(1),
    lambda: f(*5),
    lambda: f(**{"d": 1}, **{"d": 2}),
    lambda: f(**5),
    lambda: f(1, 2, **{1: 2}),
    lambda: len(),
    lambda: len(1, 2),
    lambda: number(),
]
for call in calls:
    try:
        call()
    except TypeError as error:
        print(error)
