"""Loops of every shape: enumerate, zip, reversed, nested breaks, else, and walrus conditions."""
names = ["Dolly", "Shaun", "Baa"]
for number, name in enumerate(names, start=1):
    print(number, name, end="; ")
else:
    print("all counted")
for (i, a), b in zip(enumerate("xyz"), reversed([1, 2, 3])):
    print(i, a, b, end=" ")
print()
found = None
for row in ([1, 2], [3, 4], [5, 6]):
    for cell in row:
        if cell % 2 == 0 and cell > 3:
            found = row, cell
            break
    else:
        continue
    break
print(found)
n, steps = 27, 0
while n != 1 and steps < 20:
    n, steps = (n // 2 if n % 2 == 0 else 3 * n + 1), steps + 1
else:
    print("stopped at", n, steps)
stack = [1, [2, [3, [4]]]]
flat = []
while stack:
    if isinstance(top := stack.pop(), list):
        stack.extend(top)
    else:
        flat.append(top)
print(flat)
total = 0
for total in range(5):
    pass
print(total, [*range(10, 0, -3)], list(range(0)), range(5)[-2:], range(0, 10, 3).index(6), 7 in range(0, 10, 3), len(range(-5, 5, 2)), range(3) == range(0, 3, 1))
it = iter("abcdef")
print([a + b for a, b in zip(it, it)], list(zip("ab", "xyz", [1, 2, 3])), list(zip()), [*zip(*[(1, 2), (3, 4)])])
print([(x, y) for x in range(3) for y in range(x) if (x + y) % 2], {x: x**2 for x in range(4) if x}, {c for c in "hello"} == set("hello"), sum(x for x in range(5) if x % 2))
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [v for row in matrix for v in row if v > 2], any(v > 5 for row in matrix for v in row), all(matrix), list(map(max, matrix)), list(filter(None, [0, 1, "", "a"])))
squares = {}
for k in "aab":
    squares[k] = squares.get(k, 0) + 1
    if len(squares) > 5:
        break
else:
    squares["done"] = True
print(squares)
try:
    for a, b in [(1, 2), (3,)]:
        print(a, b)
except ValueError as error:
    print(error)
