"""Heaps in lists."""
from _heapq import _heapify_max, _heappop_max, _heapreplace_max, heapify, heappop, heappush, heappushpop, heapreplace

heap = []
for n in (5, 1, 8, 3, 9, 2):
    heappush(heap, n)
print(heap, heappushpop(heap, 0), heappushpop(heap, 4), heapreplace(heap, 7), heap)
print([heappop(heap) for _ in range(len(heap))])
jobs = [(3, "write"), (1, "plan"), (2, "draw")]
heapify(jobs)
print(jobs, heappop(jobs))
largest = [3, 1, 4, 1, 5, 9, 2, 6]
_heapify_max(largest)
print(largest, _heappop_max(largest), _heapreplace_max(largest, 0), largest)


class Shrinking:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        victims.clear()
        return True


victims = [Shrinking(1), Shrinking(2), Shrinking(3)]
for attempt in (
    lambda: heappop([]),
    lambda: heapreplace([], 1),
    lambda: heappush((), 1),
    lambda: heapify("abc"),
    lambda: heappush([1], "a"),
    lambda: heappop(victims),
):
    try:
        attempt()
    except (TypeError, IndexError, RuntimeError) as e:
        print(type(e).__name__, e)
