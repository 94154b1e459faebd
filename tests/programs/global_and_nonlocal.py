"""global and nonlocal reach past the local scope."""
count = 0


def up():
    global count, fresh
    count += 1
    fresh = "made here"


def outer():
    n = 0
    m = "outer m"

    def add():
        nonlocal n
        n += 1

        def deeper():
            nonlocal n, m
            n *= 10
            m = "set deep"
        deeper()
    add()
    add()
    return n, m


up()
up()
print(count, fresh)
print(outer())


class C:
    global leaked
    leaked = "from the class body"
    own = 1


print(leaked, hasattr(C, "leaked"), C.own)
del count
try:
    up()
except NameError as error:
    print(error)
