"""Who refers to an object: gc.get_referrers by kind of holder."""
import gc


class Target:
    pass


class Slotted:
    __slots__ = ("held",)


def kinds(thing):
    return sorted(map(str, map(type, gc.get_referrers(thing))))


target = Target()
print(kinds(target))
held = [target, (target, 1), {"v": target}, {target}]
print(kinds(target))
slotted = Slotted()
slotted.held = target
print(kinds(target))
method = target.__eq__
print(kinds(target))
del held, slotted
function = (lambda t: lambda: t)(target)
print(kinds(target), len(gc.get_referents(function.__closure__[0])))
print(sorted(map(str, gc.get_referents([1, "a", None]))), gc.get_referents(3, "x"))
