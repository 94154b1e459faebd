"""A mapping of one's own: case-insensitive, ordered by use, with every dict protocol."""


class Headers:
    def __init__(self, *args, **kwargs):
        self._data = {}
        self.update(*args, **kwargs)

    def __getitem__(self, key):
        try:
            return self._data[key.lower()][1]
        except KeyError:
            return self.__missing__(key)

    def __missing__(self, key):
        raise KeyError(key)

    def __setitem__(self, key, value):
        self._data[key.lower()] = key, value

    def __delitem__(self, key):
        del self._data[key.lower()]

    def __contains__(self, key):
        return isinstance(key, str) and key.lower() in self._data

    def __iter__(self):
        return (name for name, _ in self._data.values())

    def __reversed__(self):
        return (name for name, _ in reversed(self._data.values()))

    def __len__(self):
        return len(self._data)

    def keys(self):
        return list(self)

    def items(self):
        return [(k, self[k]) for k in self]

    def update(self, other=(), /, **more):
        pairs = other.items() if hasattr(other, "items") else other
        for k, v in [*pairs, *more.items()]:
            self[k] = v

    def __or__(self, other):
        new = type(self)(self)
        new.update(other)
        return new

    def __ror__(self, other):
        return type(self)(other) | self

    def __ior__(self, other):
        self.update(other)
        return self

    def __eq__(self, other):
        return dict(self) == dict(other)

    def __repr__(self):
        return f"Headers({self.items()})"


class Defaulted(Headers):
    def __missing__(self, key):
        return f"<{key}?>"


h = Headers({"Content-Type": "text"}, Accept="*")
h["content-type"] = "html"
print(h, len(h), "ACCEPT" in h, 3 in h, h["accept"], list(reversed(h)), dict(h), {**h}, [*h])
print(h | {"X": 1}, {"Y": 2} | h, h == {"content-type": "html", "Accept": "*"})
h |= [("Z", 26)]
del h["z"]
print(h, bool(Headers()), Defaulted(a=1)["nope"])


def f(**kwargs):
    return kwargs


print(f(**h), "%(Accept)s %(CONTENT-TYPE)s" % h)
for bad in (lambda: h["gone"], lambda: h.__delitem__("gone"), lambda: f(**h, Accept=1), lambda: f(**[1]), lambda: {**5}):
    try:
        print(bad())
    except (KeyError, TypeError) as error:
        print(type(error).__name__, error)


class Counting(dict):
    def __missing__(self, key):
        self[key] = 0
        return 0


c = Counting()
for letter in "mississippi":
    c[letter] += 1
print(c, c.get("z"), "z" in c, max(c, key=c.get), sorted(c.items(), key=lambda kv: -kv[1]))
match h:
    case {"Accept": value}:
        print("matched", value)
    case _:
        print("a mapping only by looks")
