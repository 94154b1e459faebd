"""Plugins that register themselves, in three ways, and a metaclass that checks its classes."""


class Plugin:
    plugins = {}

    def __init_subclass__(cls, /, kind=None, **rest):
        super().__init_subclass__(**rest)
        if kind:
            cls.plugins[kind] = cls
            cls.kind = kind

    def __class_getitem__(cls, kind):
        return cls.plugins[kind]


class Upper(Plugin, kind="upper"):
    def run(self, text):
        return text.upper()


class Reverse(Plugin, kind="reverse"):
    def run(self, text):
        return text[::-1]


class Abstract(Plugin):
    pass


class Checked(type):
    def __prepare__(name, bases, **options):
        return Namespace(name)

    def __new__(meta, name, bases, namespace, strict=False):
        cls = super().__new__(meta, name, bases, dict(namespace))
        cls.defined = namespace.order
        if strict:
            for key, value in namespace.items():
                if callable(value) and not key.startswith("_") and not value.__doc__:
                    raise TypeError(f"{name}.{key} has no docstring")
        return cls

    def __call__(cls, *args, **kwargs):
        cls.made = getattr(cls, "made", 0) + 1
        return super().__call__(*args, **kwargs)

    def __contains__(cls, name):
        return name in cls.defined

    def __len__(cls):
        return len(cls.defined)

    def __iter__(cls):
        return iter(cls.defined)

    def __repr__(cls):
        return f"<checked {cls.__name__}>"


class Namespace(dict):
    def __init__(self, owner):
        self.owner, self.order = owner, []

    def __setitem__(self, key, value):
        if key in self and not key.startswith("__"):
            print(f"{self.owner}.{key} defined twice")
        if not key.startswith("__"):
            self.order.append(key)
        super().__setitem__(key, value)


class Shape(metaclass=Checked, strict=True):
    sides = 0

    def area(self):
        """The area."""
        return 0

    sides = 4


print(Plugin["upper"]().run("abc"), Plugin["reverse"]().run("abc"), sorted(Plugin.plugins), hasattr(Abstract, "kind"))
print(Shape, list(Shape), "area" in Shape, len(Shape), Shape.defined, type(Shape).__name__)
Shape(), Shape()
print(Shape.made, isinstance(Shape, Checked), Checked.__mro__[1])
for make in (
    lambda: Checked("Sloppy", (), Namespace("Sloppy") | {}, strict=False),
    lambda: type("Both", (Shape, Plugin), {}),
    lambda: Plugin["none"],
):
    try:
        print(make())
    except (TypeError, KeyError, AttributeError) as error:
        print(type(error).__name__, error)
try:
    class Strict(metaclass=Checked, strict=True):
        def undocumented(self):
            pass
except TypeError as error:
    print(error)
try:
    class Wrong(Plugin, colour="red"):
        pass
except TypeError as error:
    print(error)
