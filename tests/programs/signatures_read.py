"""What `inspect` reads from functions and classes."""
# Not watched: the library collects garbage while it is imported.
import inspect


class Shape:
    """A shape."""

    sides: int = 0

    def area(self, scale: float = 1.0, *, exact=False) -> float:
        """Its area."""
        return scale

    @classmethod
    def make(cls, /, *args, **options):
        return cls()


def gen():
    yield 1


print(inspect.signature(Shape.area), inspect.signature(Shape.make), inspect.signature(Shape().area))
bound = inspect.signature(Shape.area).bind("self", 2, exact=True)
bound.apply_defaults()
print(bound.arguments, inspect.getdoc(Shape.area), inspect.isgeneratorfunction(gen))
print([name for name, _ in inspect.getmembers(Shape, inspect.isfunction)], inspect.getmro(Shape)[1:])
g = gen()
print(inspect.getgeneratorstate(g), next(g), inspect.getgeneratorstate(g))
try:
    inspect.signature(Shape.area).bind("self", wrong=1)
except TypeError as error:
    print(error)
