"""Who refers to a class: its name, its MRO, its instances, its subclasses' bases."""
import gc
import sys


class Base:
    def method(self):
        return 1


start = sys.getrefcount(Base)


def change(what):
    print(what, sys.getrefcount(Base) - start)


change("itself")
a = Base()
change("an instance")
b = [Base() for _ in range(3)]
change("four instances")
del a, b
change("none")


class Child(Base):
    pass


change("a subclass")
child = Child()
change("its instance")
del child
alias = Base
change("an alias")
del alias
Child.__bases__ = (type("Other", (), {}),)
gc.collect()
change("subclass moved away")
del Child
gc.collect()
change("gone")
