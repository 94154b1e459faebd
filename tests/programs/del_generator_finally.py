"""A generator that is dropped runs its finally blocks."""


class T:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def numbers():
    held = T("held by generator")
    try:
        yield 1
        yield 2
    finally:
        print("finally")


g = numbers()
print(next(g))
del g
print("gone")
for n in numbers():
    break
print("broke out")
g = numbers()
del g
print("never started")


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        print("exit seen")
        raise


g = stubborn()
next(g)
g.close()
print(g.gi_frame)
