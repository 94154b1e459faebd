"""Notes about objects that do not keep them: WeakKeyDictionary."""
import weakref


class City:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


notes = weakref.WeakKeyDictionary()
cities = [City(n) for n in ("Rome", "Oslo", "Lima")]
for i, city in enumerate(cities):
    notes[city] = i
city = None
print(len(notes), [k.name for k in notes], list(notes.values()))
gone = cities.pop(1)
print(gone in notes, notes.pop(gone), gone in notes)
notes[gone] = "back"
del gone
print(len(notes), sorted(notes.items(), key=str))
copy = notes.copy()
cities.clear()
print(len(notes), len(copy), list(copy.keyrefs()))
try:
    notes[1] = 2
except TypeError as error:
    print(error)
print(notes.get(cities, "none"), notes.setdefault(City, 5), len(notes))
