"""Ends in a failed assertion, in a finally block's shadow."""


def check(values):
    for value in values:
        assert value > 0, f"{value} is not positive"
    return True


try:
    print(check([1, 2]))
    print(check([3, -4]))
finally:
    print("finally runs first")
