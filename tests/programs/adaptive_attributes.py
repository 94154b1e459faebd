"""Attributes, methods and globals become the forms made for where they are found."""
import math

from _adaptive import show, warm

LIMIT = 10


class Base:
    shared = "class value"

    def __init__(self, x):
        self.x = x

    def method(self):
        return self.x

    @property
    def double(self):
        return self.x * 2

    @classmethod
    def make(cls):
        return cls

    @staticmethod
    def plain():
        return 1


class Child(Base):
    def method(self):
        return super().method() + 1

    def upper(self):
        return super().shared


class Slots:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = 1

    def get(self):
        return self.a


class Hooked:
    def __getattr__(self, name):
        return name


class Always:
    def __getattribute__(self, name):
        return name


def value(o):
    return o.x


def call(o):
    return o.method()


def prop(o):
    return o.double


def shared(o):
    return o.shared


def static(o):
    return o.plain(), o.make()


def slot(o):
    return o.a


def store(o):
    o.x = 5


def store_slot(o):
    o.b = 5


def module():
    return math.pi


def limit():
    return LIMIT


def builtin(x):
    return len(x)


def on_class():
    return Base.shared


def on_class_call():
    return Base.plain()


def text(s):
    return s.upper()


def missing(o):
    return o.nothing


warm(value, Base(1))
warm(call, Base(1))
warm(call, Child(1), times=70)
show(Child.method)
warm(Child(2).upper)
show(Child.upper)
warm(prop, Base(1))
warm(shared, Base(1))
warm(static, Base(1))
warm(slot, Slots())
warm(Slots.get, Slots())
warm(store, Base(1))
warm(store_slot, Slots())
warm(module)
warm(limit)
warm(builtin, "abc")
warm(on_class)
warm(on_class_call)
warm(text, "abc")
warm(missing, Hooked(), times=30)
warm(missing, Always(), times=30)
warm(Base, 3)
show(Base.__init__)
odd = Base(1)
odd.__dict__["x"] = 9
warm(value, odd, times=150)
odd.other = 1
odd.__dict__
warm(store, odd, times=150)
odd.method = lambda: 0
warm(call, odd, times=200)
LIMIT = 11
warm(limit, times=10)
globals()["another"] = 1
warm(limit, times=80)
