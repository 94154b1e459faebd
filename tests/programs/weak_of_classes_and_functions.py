"""Classes, functions, methods and modules can be referred to weakly."""
import gc
import _weakref as weakref


class Base:
    pass


class Child(Base):
    pass


def function():
    return 1


class_ref = weakref.ref(Child)
function_ref = weakref.ref(function, lambda ref: print("function died"))
print(class_ref() is Child, function_ref() is function)
print(weakref.getweakrefcount(function), type(class_ref).__name__)
del function
gc.collect()
print(function_ref())
print(class_ref().__name__)
del Child
gc.collect()
print(class_ref(), Base.__subclasses__())
lambda_ref = weakref.ref(lambda: 1)
print(lambda_ref())
generator = (n for n in "ab")
generator_ref = weakref.ref(generator)
print(next(generator_ref()))
del generator
print(generator_ref())
