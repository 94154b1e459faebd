"""if, elif, else, with constant and compound conditions."""


def classify(n):
    if n < 0:
        return "negative"
    elif n == 0:
        return "zero"
    elif n % 2 == 0 and n > 10 or n == 4:
        kind = "even and large or four"
    else:
        if n is None:
            pass
        kind = "other"
    return kind


for n in (-1, 0, 4, 12, 6):
    print(n, classify(n))
if 0:
    print("never")
elif "" or 1:
    print("constant")
if True:
    print("always")
if not __debug__:
    print("optimised")
if ...:
    print("ellipsis is true")
