"""What happens at the end: open generators, objects in globals, and __del__."""


class Last:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def sleeper():
    try:
        yield 1
    finally:
        print("generator closed")


first = Last("first")
g = sleeper()
next(g)
_private = Last("_private")
box = [Last("in a list")]
print("end of the program")
