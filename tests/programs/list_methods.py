"""Methods of list, slicing and slice assignment."""
a = [3, 1, 2]
a.append(5)
a.extend("xy")
a.insert(0, "first")
a.insert(-1, "near the end")
print(a, a.index(1), a.count(5), len(a))
print(a.pop(), a.pop(0), a)
a.remove("near the end")
a.reverse()
print(a, a.copy() is a, a + [0], a * 2)
n = [5, 2, 8, 2]
n.sort()
print(n, sorted(n, reverse=True), n.sort(key=lambda x: -x), n)
print(n[1:], n[:-1], n[::-1], n[::2], n[5:], n[-2:], n[3:1], n[-100:100])
n[1:3] = ["a", "b", "c"]
print(n)
n[:0] = [0]
n[len(n):] = ["end"]
del n[1::2]
print(n, [] or "empty", [1, 2] == [1, 2], [[]] * 2)
n.clear()
print(n, list((1, 2)), list({"k": 1}), [*range(3)], [0] * 3)
words = ["banana", "Apple", "cherry"]
words.sort(key=str.lower)
print(words, min(words, key=len), max(words))
for attempt in (lambda: [].pop(), lambda: [1].remove(2), lambda: [1].index(2), lambda: [1][1], lambda: words["a"], lambda: [1] + (2,), lambda: [1, "a"].sort()):
    try:
        attempt()
    except (IndexError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
