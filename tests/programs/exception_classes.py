"""Own exception classes: arguments, attributes, str, notes and hierarchy."""


class AppError(Exception):
    code = 1

    def __init__(self, message, detail=None):
        super().__init__(message)
        self.detail = detail


class Refused(AppError):
    code = 2

    def __str__(self):
        return f"refused: {self.args[0]} ({self.detail})"


for error in (AppError("a"), Refused("b", 3), Exception(), Exception(1), Exception(1, "two"), KeyError("k"), OSError(2, "gone")):
    print(type(error).__name__, str(error), repr(error), error.args)
try:
    raise Refused("x", detail="y")
except AppError as error:
    print(error, error.code, isinstance(error, Exception), issubclass(Refused, AppError))
print([c.__name__ for c in Refused.__mro__])
print(issubclass(KeyError, LookupError), issubclass(ZeroDivisionError, ArithmeticError), issubclass(KeyboardInterrupt, Exception))
noted = ValueError("with a note")
noted.add_note("a note")
print(noted.__notes__)
