"""Numbers that conversions give: subclasses of int and float are taken with a warning."""
import warnings


class Small(int):
    pass


class Wide(float):
    pass


class Odd(complex):
    pass


class Giver:
    def __init__(self, value):
        self.value = value

    def __int__(self):
        return self.value

    __index__ = __float__ = __complex__ = __len__ = __int__


class Cut:
    def __trunc__(self):
        return 42


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for function, value in (int, True), (int, Small(3)), (hex, Small(3)), (float, Wide(9.5)), (complex, Odd(1j)):
        print(function.__name__, repr(function(Giver(value))))
    print([1, 2][Giver(True)], int(Cut()))
    for value in 2**70, -2**70, -1, "a", 1.5:
        for function in len, bool:
            try:
                print(function(Giver(value)))
            except (OverflowError, ValueError, TypeError) as e:
                print(function.__name__, type(e).__name__, e)
    for w in caught:
        print(w.category.__name__, w.message)
