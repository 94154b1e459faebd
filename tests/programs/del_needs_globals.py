"""At exit a module's names become None after its objects were asked to go."""


class Logger:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("closing", self.name, helper is None, _private is None)


def helper():
    return 1


_private = Logger("private")
public = Logger("public")
another = Logger("another")
__dunder = Logger("dunder")
print("end of the program")
