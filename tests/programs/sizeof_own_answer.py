"""A class may say itself how large its instances are."""
import sys


class Big:
    def __sizeof__(self):
        return 10**6


class Negative:
    def __sizeof__(self):
        return -1


class Wrong:
    def __sizeof__(self):
        return "large"


class Failing:
    def __sizeof__(self):
        raise RuntimeError("no idea")


print(sys.getsizeof(Big()), sys.getsizeof(Big(), 1))
for thing in (Negative(), Wrong(), Failing()):
    try:
        print(sys.getsizeof(thing))
    except (ValueError, TypeError, RuntimeError) as error:
        print(type(error).__name__, error)
print(sys.getsizeof(Wrong(), 5))
try:
    sys.getsizeof()
except TypeError as error:
    print(error)
try:
    sys.getsizeof(1, 2, 3)
except TypeError as error:
    print(error)
print(object().__sizeof__(), [].__sizeof__(), (1, 2).__sizeof__(), {}.__sizeof__(), int.__sizeof__(5))
print(Big.__basicsize__, list.__basicsize__, tuple.__itemsize__, int.__itemsize__, bytes.__basicsize__)
