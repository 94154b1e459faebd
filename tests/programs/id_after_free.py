"""An object's id can be that of one that is gone."""


class Thing:
    pass


print(id(Thing()) == id(Thing()))
print(id([]) == id([]), id({}) == id({}), id(object()) == id(object()))
thing = Thing()
place = id(thing)
del thing
again = Thing()
print(id(again) == place)
first = Thing()
second = Thing()
print(id(first) == id(second))
items = []
place = id(items)
items = None
items = []
print(id(items) == place)
print(Thing() is Thing(), [] is [], () is (), "" is str())
places = {id(Thing()) for _ in range(10)}
print(len(places))
kept = [Thing() for _ in range(10)]
print(len({id(thing) for thing in kept}))
