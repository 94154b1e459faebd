"""Attribute access from every side: properties, __getattr__, __getattribute__, __dir__, delegation."""


class Temperature:
    def __init__(self, celsius):
        self.celsius = celsius

    @property
    def celsius(self):
        "Degrees Celsius."
        return self._c

    @celsius.setter
    def celsius(self, value):
        if value < -273.15:
            raise ValueError("below absolute zero")
        self._c = value

    @celsius.deleter
    def celsius(self):
        del self._c

    fahrenheit = property(lambda self: self._c * 9 / 5 + 32, lambda self, f: setattr(self, "celsius", (f - 32) * 5 / 9), doc="Degrees Fahrenheit.")
    kelvin = property(lambda self: self._c + 273.15)


class Proxy:
    def __init__(self, target):
        object.__setattr__(self, "_target", target)
        object.__setattr__(self, "log", [])

    def __getattribute__(self, name):
        if name in ("_target", "log", "__class__", "__dict__"):
            return object.__getattribute__(self, name)
        self.log.append(f"get {name}")
        return getattr(self._target, name)

    def __setattr__(self, name, value):
        self.log.append(f"set {name}")
        setattr(self._target, name, value)

    def __delattr__(self, name):
        self.log.append(f"del {name}")
        delattr(self._target, name)

    def __dir__(self):
        return ["b", "a"]


class Lazy:
    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        print("making", name)
        value = self.__dict__[name] = name * 2
        return value


class CachedProperty:
    def __init__(self, function):
        self.function = function

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.function(instance)
        return value


class Report:
    @CachedProperty
    def total(self):
        print("adding up")
        return 42


t = Temperature(100)
t.fahrenheit = 32
print(t.celsius, t.fahrenheit, t.kelvin, Temperature.celsius.__doc__, Temperature.fahrenheit.__doc__)
p = Proxy(t)
p.celsius = 20
print(p.kelvin, p.log, dir(p))
del p.celsius
print(p.log[-1], hasattr(t, "_c"))
lazy = Lazy()
print(lazy.ab, lazy.ab, "__x" in vars(lazy), vars(lazy))
r = Report()
print(r.total, r.total, "total" in vars(r))
for bad in (lambda: setattr(t, "celsius", -300), lambda: setattr(t, "kelvin", 1), lambda: delattr(t, "kelvin"), lambda: t.celsius, lambda: t.nope, lambda: Temperature.nope, lambda: setattr(3, "x", 1), lambda: getattr(t, 5), lambda: delattr(t, "nope"), lambda: setattr(object(), "a", 1), lambda: setattr(int, "a", 1)):
    try:
        bad()
    except (AttributeError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
print(type(Temperature.celsius).__name__, Temperature.kelvin.fset, Temperature.celsius.fget.__name__)
