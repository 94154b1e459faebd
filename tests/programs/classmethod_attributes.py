"""A classmethod and a staticmethod copy what their function says of itself."""
import sys


class Shape:
    @classmethod
    def unit(cls, scale: int = 1):
        "A shape of size one."
        return cls()

    @staticmethod
    def area(side):
        return side * side

    def __init_subclass__(cls, **kw):
        pass


unit, area = Shape.__dict__["unit"], Shape.__dict__["area"]
print(unit.__dict__)
print(area.__dict__)
print(Shape.__dict__["__init_subclass__"].__dict__)
unit.unit_of = "length"
print(unit.unit_of, unit.__doc__, area.__name__, area(3))
print(vars(classmethod(len)).get("__name__"), sorted(vars(staticmethod(5))))
print(sorted(n for n in vars(classmethod) if n != "__doc__"))
annotations = Shape.unit.__annotations__
print(sys.getrefcount(annotations), sys.getsizeof(unit), classmethod.__dictoffset__)


class Loud(classmethod):
    __slots__ = ("times",)

    def __init__(self, function):
        super().__init__(function)
        self.times = 3


loud = Loud(print)
print(loud.times, loud.__wrapped__ is print, Loud.__dictoffset__, sys.getsizeof(loud))
