# zip, enumerate and dict.items() give the same tuple again when nobody else holds it.
import sys


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)


def counts(iterable):
    for pair in iterable:
        print(sys.getrefcount(pair), end=" ")
    print()


counts(zip([1, 2, 3, 4], "abcd"))
counts(enumerate("abcd"))
counts({1: 2, 3: 4, 5: 6}.items())
counts(reversed({1: 2, 3: 4, 5: 6}.items()))

kept = [pair for pair in zip("ab", "cd")]
print([sys.getrefcount(pair) for pair in kept])

pairs = zip([Thing("a"), Thing("b")], [Thing("c"), Thing("d")])
first, second = next(pairs)
print("first", first.name, second.name)
first = second = None
print("dropped")
first, second = next(pairs)
print("second", first.name, second.name)
print(next(pairs, "end"))
first = second = None
print("no names")
pairs = None
print("zip gone")

numbered = enumerate([Thing("e")])
index, thing = next(numbered)
index = thing = None
print("held by enumerate")
numbered = None
print("enumerate gone")

table = {"k": Thing("value")}
items = iter(table.items())
key, value = next(items)
table.clear()
key = value = None
print("held by items")
items = None
print("items gone")

short = zip([1, 2, 3], iter([4]))
print(next(short), next(short, None), next(short, None))
for lengths in ([1], [1, 2]), ([1, 2], [1]), ([1], [2], [3, 4]), ([], [1]):
    try:
        print(list(zip(*lengths, strict=True)))
    except ValueError as error:
        print(error)

data = [Thing("in list")]
walk = iter(data)
for _ in walk:
    pass
_ = None
print(sys.getrefcount(data))
data.append(1)
print(list(walk), len(data))
data.clear()
print("end")
