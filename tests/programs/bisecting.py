"""Sorted lists: where things belong."""
from _bisect import bisect_left, bisect_right, insort_left, insort_right

scores = [33, 60, 70, 80, 90]
print([bisect_right([60, 70, 80, 90], score) for score in (33, 60, 69, 70, 100)])
print("".join("FDCBA"[bisect_right([60, 70, 80, 90], score)] for score in scores))
numbers = [1, 2, 2, 2, 3]
print(bisect_left(numbers, 2), bisect_right(numbers, 2), bisect_left(numbers, 2, 2), bisect_right(numbers, 9, 0, 3))
for value in (2.0, 0, 5):
    insort_left(numbers, value)
    insort_right(numbers, value)
print(numbers)
people = [("Ann", 20), ("Bob", 30), ("Cid", 40)]
insort_right(people, ("Dan", 35), key=lambda person: person[1])
print(people, bisect_left(people, 30, key=lambda person: person[1]))


class Line(list):
    def insert(self, place, item):
        print("insert", place, item)
        super().insert(place, item)


line = Line([10, 30])
insort_left(line, 20)
print(line)
for attempt in (
    lambda: bisect_left([1, 2], "a"),
    lambda: bisect_left(5, 1),
    lambda: bisect_right([1], 1, -1),
    lambda: bisect_right([1]),
    lambda: insort_left([1], 2, hi="x"),
):
    try:
        attempt()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
