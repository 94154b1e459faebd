"""Watch which instruction reads a name: LOAD_FAST a local, LOAD_DEREF a cell, LOAD_GLOBAL a module or builtin name."""

level = "module"


def outer():
    level = "outer"

    def inner():
        return level

    def local():
        level = "local"
        return level

    def skip():
        global level
        level = level + "!"
        return level

    return inner(), local(), skip(), level


class Body:
    level = "class"
    seen = level            # LOAD_NAME: the class's own namespace comes first

    def method(self):
        return level        # a method does not see it


print(outer())
print(level, Body.seen, Body().method())
try:
    def early():
        print(level)
        level = 1
    early()
except UnboundLocalError as error:
    print(error)
