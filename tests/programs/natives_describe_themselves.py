"""Docstrings, signatures and dir() of what is built in."""
print(len.__doc__, len.__text_signature__, len.__name__, len.__module__, len.__self__.__name__)
print(list.append.__doc__, list.append.__text_signature__, list.append.__objclass__.__name__, list.append.__qualname__)
print(int.__add__.__doc__, int.__add__.__text_signature__, str.join.__doc__.splitlines()[0], dict.fromkeys.__doc__)
print(ValueError.__doc__, KeyError.__init__.__doc__.split(".")[0], type(None).__doc__, range.__doc__.splitlines()[0])
print(int.real.__doc__, type(int.real).__name__, slice.start, type(slice.start).__name__, property.fget, type.__doc__)
print(repr(list.append), repr([].append)[:25], repr(int.__add__), repr((1).__add__)[:30], repr(dict.__dict__["fromkeys"]), repr(type.__dict__["__doc__"])[:24])
for kind in (int, str, list, dict, set, type(len), type(list.append), type((x for x in ())), type(lambda: 0), type, BaseException):
    names = dir(kind)
    print(kind.__name__, len(names), len(vars(kind)), names[-1], kind.__text_signature__, hash(kind) == hash(kind), str(kind.__doc__)[:24].encode("ascii", "replace"))
print("append" in dir([]), "__len__" in dir(3), sorted(set(dir([])) ^ set(dir(())))[:6])


class Documented:
    "A class."

    def method(self):
        "A method."


print(Documented.__doc__, Documented().__doc__, Documented.method.__doc__, Documented().method.__doc__)
Documented.__doc__ = "Changed."
print(Documented.__doc__, (1).__doc__[:17], [].__doc__[:8], None.__doc__, (lambda: 0).__doc__)
for bad in (lambda: setattr(int, "__doc__", "x"), lambda: setattr(len, "__doc__", "x"), lambda: setattr(list.append, "__name__", "x"), lambda: setattr(slice(1), "start", 2), lambda: type(len)(), lambda: type(iter([]))()):
    try:
        print(bad())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
