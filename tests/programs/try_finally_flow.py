"""Control flow through try, finally, loops and returns: who wins, in what order."""


def order(action):
    events = []

    def inner():
        for i in range(3):
            try:
                events.append(f"try{i}")
                if action == "return" and i == 1:
                    return "from try"
                if action == "raise" and i == 1:
                    raise ValueError("v")
                if action == "break" and i == 1:
                    break
                if action == "continue" and i == 0:
                    continue
            except ValueError as error:
                events.append("except")
                if action == "raise":
                    return f"handled {error}"
            else:
                events.append(f"else{i}")
            finally:
                events.append(f"finally{i}")
        else:
            events.append("loop else")
        return "end"

    result = inner()
    return result, events


for action in ("none", "return", "raise", "break", "continue"):
    print(action, *order(action))


def overriding():
    try:
        return "try"
    finally:
        return "finally"


def swallowing():
    while True:
        try:
            raise KeyError
        finally:
            break
    return "swallowed"


def nested():
    try:
        try:
            try:
                raise ValueError("inner")
            finally:
                print("first")
        except TypeError:
            print("never")
        finally:
            print("second")
    except ValueError as error:
        print("third", error)
        return error.args
    finally:
        print("fourth")


def rethrow():
    try:
        try:
            {}["k"]
        except KeyError:
            raise
    except LookupError as error:
        return type(error).__name__, error.__traceback__.tb_next


def deleted():
    error = "outer"
    try:
        raise OSError(2, "gone")
    except OSError as error:
        kept = error
    try:
        error
    except UnboundLocalError as e:
        return str(e), kept.errno, kept.strerror


def generator():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print("closing")
        raise
    finally:
        print("generator finally")


def tuple_of_types(error):
    kinds = (ArithmeticError, (LookupError, OSError))
    try:
        raise error
    except kinds[0]:
        return "arithmetic"
    except kinds[1]:
        return "lookup or os"
    except Exception as other:
        return f"other {other!r}"


print(overriding(), swallowing(), nested(), rethrow(), deleted())
g = generator()
next(g)
del g
for error in (ZeroDivisionError(), IndexError(), FileNotFoundError(), UnicodeError("u"), StopIteration(5)):
    print(tuple_of_types(error), end="; ")
print()
try:
    try:
        raise ValueError
    except "not a class":
        pass
except TypeError as error:
    print(error, type(error.__context__).__name__)
for bad in (lambda: (_ for _ in ()).throw("text"), lambda: exec("raise 5"), lambda: exec("raise int"), lambda: exec("raise"), lambda: exec("raise ValueError from 5")):
    try:
        bad()
    except (TypeError, RuntimeError) as error:
        print(type(error).__name__, error)
