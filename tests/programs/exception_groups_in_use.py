"""Validation that reports everything at once, with except* sorting it out."""


class FieldError(Exception):
    def __init__(self, field, message):
        super().__init__(f"{field}: {message}")
        self.field = field


def validate(record):
    errors = []
    for field, check in {"name": str, "age": int, "mail": str}.items():
        try:
            value = record[field]
            if not isinstance(value, check):
                raise FieldError(field, f"not {check.__name__}")
            if field == "age" and value < 0:
                raise ValueError("negative age")
        except (FieldError, ValueError, KeyError) as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("invalid record", errors)
    return "ok"


def sort_out(record):
    try:
        print(validate(record))
    except* FieldError as group:
        print("fields", [e.field for e in group.exceptions])
    except* KeyError as group:
        print("missing", [e.args[0] for e in group.exceptions])
    finally:
        print("-- checked", sorted(record))


sort_out({"name": "x", "age": 1, "mail": "y"})
sort_out({"name": 3, "age": "old"})
try:
    sort_out({"name": 3, "age": -1, "mail": None})
except ExceptionGroup as rest:
    print("left over", rest, rest.exceptions)

nested = ExceptionGroup("outer", [ValueError(1), ExceptionGroup("inner", [TypeError(2), ValueError(3)])])
match, rest = nested.split(ValueError)
print(repr(match), repr(rest))
print(nested.subgroup(lambda e: isinstance(e, TypeError)))
try:
    raise nested
except* TypeError as group:
    print("types", group.exceptions[0].exceptions)
except* ValueError as group:
    print("values", repr(group))
try:
    try:
        raise ExceptionGroup("g", [KeyError("k")])
    except* KeyError:
        raise OSError("from handler")
except ExceptionGroup as group:
    print(repr(group))
try:
    try:
        raise KeyError("plain")
    except* KeyError as group:
        print(repr(group))
except BaseException as error:
    print("no", error)
for bad in (lambda: ExceptionGroup("x", []), lambda: ExceptionGroup("x", [1]), lambda: ExceptionGroup(1, [ValueError()])):
    try:
        bad()
    except (TypeError, ValueError) as error:
        print(error)
