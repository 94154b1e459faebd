"""Decorators on functions, methods and classes, as expressions of any kind."""
registry = {}


def register(name):
    def decorate(obj):
        registry[name] = obj
        return obj
    return decorate


class Memo:
    def __init__(self, function):
        self.function = function
        self.seen = {}

    def __call__(self, n):
        if n not in self.seen:
            self.seen[n] = self.function(n)
        return self.seen[n]


@Memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


@register("point")
@(lambda cls: setattr(cls, "extra", 1) or cls)
class Point:
    @staticmethod
    def origin():
        return 0, 0

    @classmethod
    def named(cls, *args):
        return cls.__name__, args


print(fib(20), len(fib.seen))
print(registry["point"] is Point, Point.extra, Point.origin(), Point().named(1))
decorators = [register("one"), register("two")]


@decorators[0]
@decorators[1]
def both():
    pass


print(sorted(registry), both is registry["one"])
