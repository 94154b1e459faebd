"""A recursive size of nested data that counts shared objects once."""
import sys


def deep(value, seen=None):
    seen = set() if seen is None else seen
    if id(value) in seen:
        return 0
    seen.add(id(value))
    size = sys.getsizeof(value)
    if isinstance(value, dict):
        size += sum(deep(k, seen) + deep(v, seen) for k, v in value.items())
    elif isinstance(value, (list, tuple, set, frozenset)):
        size += sum(deep(item, seen) for item in value)
    elif hasattr(value, "__dict__"):
        size += deep(vars(value), seen)
    return size


class Person:
    def __init__(self, name, friends=()):
        self.name = name
        self.friends = list(friends)


shared = ["a", "b"]
print(deep(1), deep("text"), deep([1, 2, 3]), deep([[], []]), deep([shared, shared]))
print(deep({"k": [1, 2]}), deep((1, (2, (3, ())))))
ann = Person("Ann")
bob = Person("Bob", [ann])
ann.friends.append(bob)
print(deep(ann), deep(bob))
