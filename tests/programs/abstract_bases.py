"""Abstract base classes by hand: registration, caches, abstract methods."""
import _abc


class Meta(type):
    def __new__(meta, name, bases, namespace):
        made = super().__new__(meta, name, bases, namespace)
        _abc._abc_init(made)
        return made

    def register(cls, subclass):
        return _abc._abc_register(cls, subclass)

    def __instancecheck__(cls, instance):
        return _abc._abc_instancecheck(cls, instance)

    def __subclasscheck__(cls, subclass):
        return _abc._abc_subclasscheck(cls, subclass)


def abstract(function):
    function.__isabstractmethod__ = True
    return function


class Shape(metaclass=Meta):
    @abstract
    def area(self):
        """No area yet."""


class Square(Shape):
    def area(self):
        return 4


try:
    Shape()
except TypeError as e:
    print(e)
print(Shape.__abstractmethods__, Square().area(), Square.__abstractmethods__)
print(isinstance(3, Shape), issubclass(bool, Shape))
Shape.register(int)
print(isinstance(3, Shape), issubclass(bool, Shape), issubclass(str, Shape), isinstance(Square(), Shape))
for attempt in (lambda: Shape.register(5), lambda: Square.register(Shape), lambda: _abc._abc_init(5)):
    try:
        attempt()
    except (TypeError, RuntimeError, AttributeError) as e:
        print(type(e).__name__, e)


class Sized(metaclass=Meta):
    @classmethod
    def __subclasshook__(cls, subclass):
        return hasattr(subclass, "__len__") or NotImplemented


print(isinstance([], Sized), issubclass(int, Sized), [len(part) for part in _abc._get_dump(Sized)[:3]])


class Lines(metaclass=Meta):
    __abc_tpflags__ = 1 << 5


class Page(Lines):
    def __len__(self):
        return 2

    def __getitem__(self, index):
        return "line", index


match Page():
    case [first, second]:
        print(first, second)
