"""Classes die too, once nothing refers to them: only the collector finds their cycles."""
import gc


class Meta(type):
    def __del__(cls):
        print("class", cls.__name__, "dies")


class First(metaclass=Meta):
    pass


class Second(First):
    pass


gc.collect()
print([c.__name__ for c in First.__subclasses__()])
del Second
gc.collect()
print([c.__name__ for c in First.__subclasses__()])
instance = First()
del First
gc.collect()
print("the instance keeps it:", type(instance).__name__)
del instance
gc.collect()
print("end")
