"""OrderedDict: an order that can be changed and compared."""
from _collections import OrderedDict

menu = OrderedDict([("soup", 4), ("fish", 9)], cake=3)
print(menu, list(menu), list(reversed(menu)), menu.keys(), menu.values(), menu.items())
menu["soup"] = 5
menu["tea"] = 2
menu.move_to_end("soup")
menu.move_to_end("tea", last=False)
print(list(menu.items()))
print(menu.popitem(), menu.popitem(last=False), menu.pop("none", "no"), menu)
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1))
print(OrderedDict.fromkeys("abc", 0), menu.setdefault("new", 1), menu.copy() == menu)
print(menu | {"x": 1}, type({"x": 1} | menu).__name__)


class Recent(OrderedDict):
    """Forgets what was used longest ago."""

    def __init__(self, size):
        super().__init__()
        self.size = size

    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        self.move_to_end(key)
        if len(self) > self.size:
            print("forget", self.popitem(last=False))


cache = Recent(2)
for key in "abacb":
    cache[key] = key + "!"
print(cache, cache.size)
walk = iter(menu)
print(next(walk))
menu["more"] = 0
try:
    next(walk)
except RuntimeError as e:
    print(e)
for attempt in (
    lambda: OrderedDict(1),
    lambda: OrderedDict([(1, 2, 3)]),
    lambda: OrderedDict().popitem(),
    lambda: menu.move_to_end("nope"),
    lambda: menu["nope"],
    lambda: OrderedDict() < OrderedDict(),
):
    try:
        attempt()
    except (TypeError, ValueError, KeyError) as e:
        print(type(e).__name__, e)
itself = OrderedDict()
itself["me"] = itself
print(itself)
itself.clear()
