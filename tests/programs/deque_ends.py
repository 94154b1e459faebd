"""deque: both ends, limits, rotation, and what happens while it is walked."""
from _collections import deque

line = deque("bcd")
line.append("e")
line.appendleft("a")
print(line, len(line), line[0], line[-1], "c" in line, line.pop(), line.popleft(), line)
line.extend("xy")
line.extendleft("12")
line.rotate()
print(line, line.count("x"), line.index("b"))
line.rotate(-3)
line.reverse()
line.insert(2, "new")
line.remove("x")
del line[0]
line[0] = "first"
print(list(line), list(reversed(line)))
recent = deque(maxlen=3)
for n in range(6):
    recent.append(n)
recent.appendleft("in")
print(recent, recent.maxlen, recent.copy(), recent + deque("z"), recent * 2)
print(deque("ab") < deque("b"), deque("ab") == deque("ab"), deque([1]) == [1], deque("ab") * 2, 2 * deque("x"))
itself = deque()
itself.append(itself)
print(itself)
itself.clear()
for attempt in (
    lambda: deque().pop(),
    lambda: deque("ab", -1),
    lambda: deque(5),
    lambda: line[99],
    lambda: line["a"],
    lambda: line.remove("nope"),
    lambda: line.index("nope"),
    lambda: recent.insert(0, "x"),
    lambda: line + [1],
    lambda: hash(line),
):
    try:
        attempt()
    except (TypeError, ValueError, IndexError) as e:
        print(type(e).__name__, e)
walk = iter(line)
print(next(walk), walk.__length_hint__())
line.append("late")
try:
    next(walk)
except RuntimeError as e:
    print(e, list(walk) if walk.__length_hint__() else "over")
match deque([1, 2, 3]):
    case [head, *rest]:
        print(head, rest)


class Noisy:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("gone", self.n, end=" ")


bounded = deque((Noisy(n) for n in range(4)), 2)
print("built")
bounded.append(Noisy(9))
print("appended")
bounded.clear()
print("cleared")
