"""Names made at run time: attributes, and the cache of look-ups, hold them."""
from sys import getrefcount as count


class Record:
    pass


def made(*parts):
    return "_".join(parts)


record = Record()
name = made("field", "one")
print(count(name))
setattr(record, name, 1)
print(getattr(record, made("field", "one")), hasattr(record, made("field", "two")))
delattr(record, name)
print(hasattr(record, name), record.__dict__)
table = {made("a", "key"): 1}
print(count(next(iter(table))))
print([count(made("x", str(n))) for n in range(3)])
