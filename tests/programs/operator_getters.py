"""itemgetter, attrgetter and methodcaller."""
from _operator import attrgetter, itemgetter, methodcaller


class Record:
    def __init__(self, name, age, **more):
        self.name, self.age = name, age
        self.__dict__.update(more)

    def greet(self, word="hello", *, mark=""):
        return f"{word} {self.name}{mark}"


people = [Record("Eve", 31), Record("Bob", 25), Record("Ann", 31)]
print([p.name for p in sorted(people, key=attrgetter("age", "name"))])
print(itemgetter(1)("abc"), itemgetter(2, 0)("abc"), itemgetter(slice(1, 3))([5, 6, 7]))
print(sorted({"b": 2, "a": 3, "c": 1}.items(), key=itemgetter(1)))
nested = Record("outer", 1, inner=Record("inner", 2))
print(attrgetter("inner.name", "age")(nested))
print(methodcaller("greet")(nested), methodcaller("greet", "hi", mark="!")(nested), methodcaller("upper")("x"))
for getter in (itemgetter(1), itemgetter("a", 2), attrgetter("a.b"), attrgetter("x", "y.z"), methodcaller("m", 1, k=2)):
    print(getter)
print(itemgetter(1, 2).__reduce__()[1], attrgetter("a.b").__reduce__()[1], methodcaller("m", 3).__reduce__()[1])
for attempt in (
    lambda: itemgetter(),
    lambda: itemgetter(9)("abc"),
    lambda: itemgetter(1)(),
    lambda: itemgetter(1)(x=2),
    lambda: attrgetter(1),
    lambda: attrgetter("inner.nope")(nested),
    lambda: methodcaller(),
    lambda: methodcaller(5),
    lambda: methodcaller("nope")(nested),
):
    try:
        attempt()
    except (TypeError, AttributeError, IndexError) as e:
        print(type(e).__name__, e)
