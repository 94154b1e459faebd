"""assert with and without a message."""
assert True
assert 1 + 1 == 2, "never evaluated" + str(1 / 1)
for check in (0, [], "x"):
    try:
        assert check, f"{check!r} is not true"
        print("passed", check)
    except AssertionError as error:
        print("failed:", error)
try:
    assert None
except AssertionError as error:
    print(repr(error), error.args)


def positive(n):
    assert n > 0, ("must be positive", n)
    return n


try:
    positive(-1)
except AssertionError as error:
    print(error.args)
