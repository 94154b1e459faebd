"""sys.getrefcount as names, containers and calls come and go."""
import sys


class Thing:
    pass


thing = Thing()
print("one name", sys.getrefcount(thing))
other = thing
print("two names", sys.getrefcount(thing))
items = [thing, thing]
print("in a list twice", sys.getrefcount(thing))
table = {"key": thing}
print("in a dict", sys.getrefcount(thing))
pair = (thing,) * 3
print("in a tuple thrice", sys.getrefcount(thing))
thing.self = thing
print("in itself", sys.getrefcount(thing))
del other, items
print("fewer", sys.getrefcount(thing))
del table, pair
print("fewer still", sys.getrefcount(thing))
del thing.self
print("one name again", sys.getrefcount(thing))
