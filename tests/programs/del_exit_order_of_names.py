"""At the exit a module's names go: those with an underscore first."""
import atexit


class Last:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("exit", self.name)


plain = Last("plain")
_private = Last("_private")
another = Last("another")
_more = Last("_more")
atexit.register(print, "atexit first")
print("end of program")
