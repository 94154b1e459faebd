"""Handlers are tried in order; the name is gone afterwards."""


def attempt(action):
    try:
        result = action()
    except ZeroDivisionError:
        return "zero"
    except (KeyError, IndexError) as error:
        return type(error).__name__, error.args
    except Exception as error:
        return "other", str(error)
    else:
        return "fine", result


print(attempt(lambda: 1 / 0))
print(attempt(lambda: {}["k"]))
print(attempt(lambda: [][1]))
print(attempt(lambda: int("x")))
print(attempt(lambda: 5))
try:
    raise ValueError("gone")
except ValueError as error:
    kept = error
try:
    error
except NameError as e:
    print(e)
print(repr(kept), kept.__traceback__ is not None)
for x in range(3):
    try:
        if x == 1:
            raise RuntimeError
    except RuntimeError as error:
        print("caught", repr(error))
        continue
    print("end", x)
try:
    try:
        raise TypeError("inner")
    except ValueError:
        print("wrong")
except TypeError as error:
    print("outer", error)
try:
    pass
except:
    print("never")
