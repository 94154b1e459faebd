"""Private names are mangled; attributes of functions and classes can be read."""


class A:
    __secret = 1

    def __init__(self):
        self.__x = 2

    def get(self):
        return self.__x + self.__secret

    def __hidden(self):
        pass


print(A().get(), sorted(n for n in vars(A) if "A__" in n), vars(A()))


def f(a, *, b: int = 1):
    """Doc of f."""


f.attribute = 5
print(f.__name__, f.__qualname__, f.__doc__, f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__dict__, f.__module__)
print(f.__code__.co_name, f.__code__.co_argcount, f.__code__.co_kwonlyargcount, f.__code__.co_firstlineno)
print(A.get.__qualname__, A().get.__func__ is A.get, A.__dict__["get"] is A.get, A.__class__ is type)
print((lambda: 0).__qualname__, [x for x in (lambda: 0,)][0].__name__)
