"""Every class is referred to weakly by its bases."""
import gc
import sys
import weakref


class Base:
    pass


class Child(Base):
    pass


class Mixed(Child, dict):
    pass


for cls in (Base, Child, Mixed):
    ref = weakref.ref(cls)
    print(cls.__name__, weakref.getweakrefcount(cls), sys.getrefcount(ref), weakref.getweakrefs(cls) == [ref])
print(Base.__subclasses__(), Child.__subclasses__())
told = weakref.ref(Mixed, lambda r: print("Mixed is gone"))
print(weakref.getweakrefcount(Mixed))
del Mixed, cls, ref
print(Child.__subclasses__())
gc.collect()
print(Child.__subclasses__(), told())
