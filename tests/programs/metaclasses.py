"""A metaclass, __init_subclass__, __set_name__ and class keywords."""


class Meta(type):
    def __new__(mcls, name, bases, namespace, **options):
        cls = super().__new__(mcls, name, bases, namespace)
        cls.options = options
        return cls

    def __init__(cls, name, bases, namespace, **options):
        print("init", name, options)

    def __call__(cls, *args):
        print("calling", cls.__name__)
        return super().__call__(*args)


class Thing(metaclass=Meta, color="red"):
    pass


print(Thing().options, type(Thing).__name__)


class Plugin:
    plugins = []

    def __init_subclass__(cls, /, label="none", **kwargs):
        super().__init_subclass__(**kwargs)
        cls.plugins.append((cls.__name__, label))


class First(Plugin):
    pass


class Second(Plugin, label="two"):
    pass


print(Plugin.plugins)
Made = type("Made", (First,), {"value": 5, "get": lambda self: self.value})
print(Made().get(), Made.__name__, Plugin.plugins[-1])
