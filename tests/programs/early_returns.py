"""return from loops, with blocks and handlers, and functions without a return."""


def find(items, wanted):
    for i, item in enumerate(items):
        for part in item:
            if part == wanted:
                return i, part
    return None


def nothing():
    pass


def bare(flag):
    if flag:
        return
    print("not returned")


def in_handler():
    try:
        raise ValueError
    except ValueError as error:
        return repr(error)


def in_while():
    n = 0
    while True:
        n += 1
        try:
            if n == 3:
                return n
        finally:
            n += 100 if n == 3 else 0


print(find(["ab", "cd"], "d"), find([], 1), nothing(), bare(True), bare(False))
print(in_handler(), in_while())
print((lambda: (yield))().__class__.__name__)
