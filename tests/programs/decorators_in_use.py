"""Decorators: stacked, with arguments, on classes and methods, and registering."""
calls = []


def logged(function):
    def wrapper(*args, **kwargs):
        result = function(*args, **kwargs)
        shown = [*(repr(a) if isinstance(a, (str, int)) else type(a).__name__ for a in args), *(f"{k}={v!r}" for k, v in kwargs.items())]
        calls.append(f"{function.__qualname__}({', '.join(shown)}) -> {result!r}")
        return result

    wrapper.__name__, wrapper.__doc__, wrapper.__wrapped__ = function.__name__, function.__doc__, function
    return wrapper


def repeat(times):
    def decorate(function):
        return lambda *args: [function(*args) for _ in range(times)]

    return decorate


class Memo:
    def __init__(self, function):
        self.function, self.cache = function, {}

    def __call__(self, *args):
        if args not in self.cache:
            self.cache[args] = self.function(*args)
        return self.cache[args]

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return lambda *args: self(instance, *args)


def total_ordering(cls):
    cls.__gt__ = lambda self, other: other < self
    cls.__le__ = lambda self, other: not other < self
    cls.__ge__ = lambda self, other: not self < other
    return cls


def enum_like(cls):
    members = {n: getattr(cls, n) for n in list(vars(cls)) if not n.startswith("_")}
    for name, value in members.items():
        member = object.__new__(cls)
        member.name, member.value = name, value
        setattr(cls, name, member)
    cls.__repr__ = lambda self: f"<{cls.__name__}.{self.name}: {self.value}>"
    cls.members = [getattr(cls, n) for n in members]
    return cls


@logged
@repeat(2)
@logged
def greet(name, /, *, punctuation="!"):
    "Greets."
    return f"hi {name}{punctuation}"


@total_ordering
class Version:
    def __init__(self, text):
        self.parts = tuple(map(int, text.split(".")))

    def __lt__(self, other):
        return self.parts < other.parts

    @Memo
    def score(self, weight):
        calls.append("scored")
        return sum(p * weight for p in self.parts)

    @property
    def major(self):
        return self.parts[0]

    @major.setter
    @logged
    def major(self, value):
        self.parts = (value, *self.parts[1:])

    @staticmethod
    @logged
    def parse(text):
        return Version(text).parts

    @classmethod
    @logged
    def zero(cls):
        return cls.__name__


@enum_like
class Colour:
    RED = 1
    GREEN = 2


print(greet("ann"), greet.__name__)
v, w = Version("1.2.3"), Version("1.10")
print(v < w, v > w, v <= w, v >= w, v.score(2), v.score(2), Version.parse("4.5"), Version.zero())
v.major = 9
print(v.parts, v.major, Colour.members, Colour.RED.value)


@(lambda f: f.__code__.co_name)
def gone():
    pass


@calls.append
def noted():
    pass


buttons = [logged, repeat(1)]


@buttons[1]
@buttons[0]
def indexed():
    return "i"


print(gone, noted, indexed())
for line in calls:
    print(line if isinstance(line, str) else type(line).__name__)
