"""for over many iterables, with break, continue, else, and targets of every kind."""
for x in [1, 2, 3]:
    if x == 2:
        continue
    print(x)
else:
    print("exhausted")
for x in "ab":
    for y in range(3):
        if y == 1:
            break
        print(x, y)
    else:
        print("never")
for key in {"a": 1, "b": 2}:
    print(key)
for pair in zip((1, 2), "xy"):
    print(pair)
for i, box in enumerate([[0], [0]]):
    for box[0] in range(i + 1):
        pass
    print(box)
for x in ():
    print("never")
else:
    print("empty", x)
for n in range(10, 0, -4):
    print(n, end=" ")
print()
for n in reversed(range(3)):
    print(n, end=",")
print()
