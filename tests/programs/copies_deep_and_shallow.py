"""Copies: what is shared and what is not."""
# Not watched: the library collects garbage while it is imported.
import copy

inner = [1, 2]
outer = {"a": inner, "b": inner, "self": None}
outer["self"] = outer
flat, deep = copy.copy(outer), copy.deepcopy(outer)
inner.append(3)
print(flat["a"], deep["a"], deep["a"] is deep["b"], deep["self"] is deep, flat["self"] is outer)


class Box:
    def __init__(self, *items):
        self.items = list(items)

    def __deepcopy__(self, memo):
        return Box(*copy.deepcopy(self.items, memo), "copied")


box = Box(1, [2])
print(copy.copy(box).items is box.items, copy.deepcopy(box).items)
print(copy.replace(slice(1, 2), stop=5) if hasattr(slice, "__replace__") else "no replace for slices")
