"""assert, __debug__, custom errors with data, validation by decorators and error summaries."""


class ValidationError(ValueError):
    field = property(lambda self: self.args[0])

    def __str__(self):
        field, value, reason = self.args
        return f"{field}={value!r}: {reason}"


class Range:
    def __init__(self, low, high):
        self.low, self.high = low, high

    def __call__(self, name, value):
        if not self.low <= value <= self.high:
            raise ValidationError(name, value, f"not in {self.low}..{self.high}")


def checked(**rules):
    def decorate(function):
        names = [*function.__code__.co_varnames][: function.__code__.co_argcount]

        def wrapper(*args, **kwargs):
            given = dict(zip(names, args)) | kwargs
            for name, rule in rules.items():
                if name in given:
                    rule(name, given[name])
            return function(*args, **kwargs)

        return wrapper

    return decorate


def is_type(kind):
    def rule(name, value):
        if type(value) is not kind:
            raise ValidationError(name, value, f"expected {kind.__name__}")

    return rule


@checked(age=Range(0, 150), name=is_type(str))
def person(name, age=30):
    assert name, "a person needs a name"
    return f"{name} ({age})"


for args in (("Ann", 5), ("Bob",), ("Old", 200), (5, 5), ("", 1), ("X", "y"), ()):
    try:
        print(person(*args))
    except ValidationError as error:
        print("invalid", error, error.field, error.args)
    except AssertionError as error:
        print("assertion", error, error.args)
    except TypeError as error:
        print("type", error)
try:
    assert 1 == 2
except AssertionError as error:
    print(repr(error), error.args, __debug__)
try:
    assert (x := []), f"{x} is empty"
except AssertionError as error:
    print(error)
summary = {}
for text in ("1", "x", "0", None, [1]):
    try:
        10 / int(text)
    except (ValueError, ZeroDivisionError, TypeError) as error:
        summary.setdefault(type(error).__name__, []).append(str(error)[:30])
print(summary)
