"""Watch a frame sleep: YIELD_VALUE hands a value out, and the frame waits with its locals for the next one."""


def countdown(n):
    try:
        while n:
            got = yield n
            print("  resumed with", got)
            n -= 1
    finally:
        print("  closed")


def both():
    total = yield from pair(1)
    yield total


def pair(x):
    yield x
    yield x + 1
    return 2 * x + 1


steps = countdown(3)
print(next(steps))
print(steps.send("a word"))
del steps               # the last reference: the sleeping frame is closed
for value in both():
    print(value)
