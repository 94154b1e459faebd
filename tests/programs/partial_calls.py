"""partial: calls with some arguments there already."""
from _functools import partial


def show(*args, **kwargs):
    return args, kwargs


double = partial(pow, 2)
print(double, double(5), double.args, double.keywords, double.func is pow)
binary = partial(int, base=2)
print(binary("1011"), binary.keywords)
outer = partial(partial(show, 1, x=2), 3, y=4)
print(outer.func is show, outer.args, outer.keywords, outer(5, x=9))
outer.label = "kept"
print(outer.__dict__, partial(outer, 6).func is outer)
for attempt in (lambda: partial(), lambda: partial(1), lambda: double(), lambda: binary(3, 4, 5)):
    try:
        attempt()
    except TypeError as e:
        print(e)
recipe = double.__reduce__()
print(recipe[1], recipe[2][1:])
empty = partial(len)
empty.__setstate__((show, (7,), {"z": 1}, None))
print(empty(8), empty.__dict__)


class Logged(partial):
    def __call__(self, *args):
        print("call", args)
        return super().__call__(*args)


print(Logged(max, 3)(9), repr(Logged(len)).startswith("__main__.Logged(<built-in function len>"))
itself = partial(show)
itself.__setstate__((itself, (), {}, None))
print(itself)
itself.__setstate__((show, (), {}, None))
