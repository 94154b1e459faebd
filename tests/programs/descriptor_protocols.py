"""Descriptors: data and non-data, names, lookups on classes and instances."""


class Trace:
    def __init__(self, label):
        self.label = label

    def __set_name__(self, owner, name):
        self.name = name
        print("named", owner.__name__, name)

    def __get__(self, instance, owner=None):
        place = "class" if instance is None else "instance"
        return f"{self.label}.{self.name} from {place} of {owner.__name__}"


class Data(Trace):
    def __set__(self, instance, value):
        print("set", self.name, value)
        instance.__dict__[self.name] = value

    def __delete__(self, instance):
        print("delete", self.name)
        del instance.__dict__[self.name]


class Lazy:
    def __init__(self, function):
        self.function = function

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.function(instance)
        return value


class Typed:
    def __init__(self, kind):
        self.kind = kind

    def __set_name__(self, owner, name):
        self.place = "_" + name

    def __get__(self, instance, owner):
        return getattr(instance, self.place, None)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.place[1:]} must be {self.kind.__name__}, not {type(value).__name__}")
        setattr(instance, self.place, value)


class Sample:
    plain = Trace("plain")
    data = Data("data")
    count = Typed(int)

    @Lazy
    def costly(self):
        print("computing")
        return 42


s = Sample()
print(Sample.plain, s.plain, Sample.data, s.data, sep="\n")
s.plain = "shadow"
s.data = "stored"
print(s.plain, s.data, s.__dict__)
del s.data
print(s.costly, s.costly, Sample.costly.name)
s.count = 3
try:
    s.count = "three"
except TypeError as error:
    print(s.count, error)
try:
    del s.count
except AttributeError as error:
    print(type(error).__name__, error)
Sample.late = Trace("late")
try:
    print(s.late)
except AttributeError as error:
    print(error)
try:

    class Broken:
        x = type("D", (), {"__set_name__": lambda self, owner, name: 1 / 0})()

except ZeroDivisionError as error:
    print(error, error.__notes__)
