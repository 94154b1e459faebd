"""Watch the order: decorators are evaluated from the top, applied from the bottom, before the name is bound."""


def trace(function):
    print("decorating", function.__name__)

    def wrapper(*args, **kwargs):
        print("->", function.__name__, args, kwargs)
        result = function(*args, **kwargs)
        print("<-", result)
        return result

    return wrapper


def repeat(times):
    def decorate(function):
        def again(*args):
            return [function(*args) for _ in range(times)]
        return again
    return decorate


@repeat(2)
@trace
def add(a, b=1):
    return a + b


print(add(1, 2))
