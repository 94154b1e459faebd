"""Watch that a comprehension opens no frame: its loop is inlined, and its variable hides for that time only."""

x = "outer"
squares = [x * x for x in range(5) if x % 2]
print(squares, x)

lengths = {word: len(word) for word in ("pear", "fig", "plum")}
print(lengths)

letters = {c for c in "banana" if c != "b"}
print(sorted(letters))

grid = [[row * column for column in range(1, 4)] for row in range(1, 3)]
print(grid)

lazy = (print("making", n) or n for n in range(2))     # this one is a generator: nothing runs yet
print("before")
print(list(lazy))
