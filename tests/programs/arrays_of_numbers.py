"""Arrays: numbers of one kind, their bytes, and what does not fit."""
# Not watched: the library collects garbage while it is imported.
from array import array

squares = array("h", (n * n for n in range(8)))
print(squares, squares.itemsize, squares[2:5], squares[-1], 9 in squares)
squares.extend([100, -1])
del squares[:3]
squares[0] = 10
print(squares.tolist(), squares.index(25), squares.count(-1), squares.tobytes()[:4])
view = memoryview(squares)
view[1] = 7
print(squares[1], view.format, view.nbytes)
view.release()
words = array("w", "héllo")
print(words.tounicode()[::-1], array("d", [1, 2]) + array("d", [0.5]), array("B", b"ab") * 2)
for code, value in [("b", 200), ("H", -1), ("i", "x"), ("q", 2**70)]:
    try:
        array(code, [value])
    except (OverflowError, TypeError) as error:
        print(code, error)
