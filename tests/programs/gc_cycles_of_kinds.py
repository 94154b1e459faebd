"""Cycles through every kind of object that can be part of one."""
import gc


class Thing:
    pass


class Slotted:
    __slots__ = ("me",)


class MyList(list):
    pass


class MyDict(dict):
    pass


class MyError(Exception):
    pass


def through_list():
    x = []
    x.append(x)


def through_dict():
    x = {}
    x["me"] = x


def through_tuple():
    x = []
    x.append((x,))


def through_set():
    x = Thing()
    x.items = {x}


def through_slots():
    x = Slotted()
    x.me = x


def through_method():
    x = Thing()
    x.method = x.__init__


def through_closure():
    def x():
        return x


def through_default():
    def x(me=[]):
        return me

    x.__defaults__[0].append(x)


def through_subclasses():
    x, y = MyList(), MyDict()
    x.append(y)
    y["x"] = x


def through_exception():
    x = MyError()
    x.__cause__ = x


def through_iterator():
    x = []
    x.append(iter(x))


def through_property():
    x = Thing()
    x.p = property(lambda self: x)


def through_generator():
    x = []
    x.append(n for n in x)


gc.collect()
gc.disable()
for name, make in list(globals().items()):
    if name.startswith("through_"):
        make()
        print(name[8:], gc.collect())
