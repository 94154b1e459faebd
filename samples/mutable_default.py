"""Watch the default list: it is made once, with the function, and every call without an argument gets it."""


def remember(item, seen=[]):
    seen.append(item)
    return seen


print(remember("a"))
print(remember("b"))
print(remember("c", []))
print(remember("d"))
print(remember.__defaults__)


def remember_well(item, seen=None):
    if seen is None:
        seen = []
    seen.append(item)
    return seen


print(remember_well("a"), remember_well("b"))
