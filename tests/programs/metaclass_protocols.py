"""What a metaclass can do: namespaces, calls, lookups, iteration and operators of classes."""


class Ordered(dict):
    def __setitem__(self, key, value):
        if key in self and not key.startswith("__"):
            raise TypeError(f"{key} is defined twice")
        super().__setitem__(key, value)


class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print("prepare", name, [b.__name__ for b in bases], kw)
        return Ordered()

    def __new__(mcls, name, bases, namespace, tag=None, **kw):
        cls = super().__new__(mcls, name, bases, dict(namespace), **kw)
        cls.tag = tag
        return cls

    def __init__(cls, name, bases, namespace, **kw):
        super().__init__(name, bases, namespace)
        print("init", name, sorted(k for k in namespace if not k.startswith("__")))

    def __call__(cls, *args):
        made = super().__call__(*args)
        made.serial = cls.count = getattr(cls, "count", 0) + 1
        return made

    def __iter__(cls):
        return iter(sorted(k for k in vars(cls) if k.isupper()))

    def __getitem__(cls, key):
        return f"{cls.__name__}<{key}>"

    def __contains__(cls, key):
        return key in vars(cls)

    def __len__(cls):
        return sum(1 for _ in cls)

    def __or__(cls, other):
        return f"{cls.__name__} or {other}"

    def __instancecheck__(cls, instance):
        return hasattr(instance, "serial")

    def __subclasscheck__(cls, sub):
        return "tag" in vars(sub)

    def __getattr__(cls, name):
        if name.startswith("make_"):
            return lambda: name[5:]
        raise AttributeError(f"no {name} in {cls.__name__}")

    def __repr__(cls):
        return f"<{cls.__name__} tagged {cls.tag}>"



class Base(metaclass=Meta):
    RED = 1
    GREEN = 2


class Derived(Base, tag="second"):
    BLUE = 3


print(Base, Derived, [*Base], Derived["x"], "RED" in Base, len(Derived), Base | 5)
print(Base().serial, Base().serial, Derived().serial, Base.count)
print(isinstance(Base(), Derived), issubclass(Base, Derived), Base.make_thing())
for attempt in (lambda: Base.missing, lambda: type.__call__(Meta, "X")):
    try:
        print(attempt())
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)
try:

    class Twice(Base):
        a = 1
        a = 2

except TypeError as error:
    print(error)


class Other(type):
    pass


try:

    class Clash(Base, metaclass=Other):
        pass

except TypeError as error:
    print(error)
