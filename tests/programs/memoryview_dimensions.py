"""Views of a buffer as a table: shape, strides, nested lists, elements by tuple."""


def attempt(text, action):
    try:
        print(text, '->', action())
    except Exception as error:
        print(text, '->', type(error).__name__, error)


data = bytearray(range(12))
flat = memoryview(data)
table = flat.cast('B', (3, 4))
print(table.ndim, table.shape, table.strides, len(table), table.nbytes)
print(table.tolist())
print(table[0, 0], table[2, 3], table[-1, -4])
table[1, 1] = 255
print(data, flat[5])

cube = flat.cast('B', (2, 3, 2))
print(cube.tolist(), cube.strides)
print(cube[1, 2, 0])

wide = memoryview(bytes(16)).cast('i', (2, 2))
print(wide.format, wide.itemsize, wide.shape, wide.strides, wide.tobytes() == bytes(16))

attempt('row', lambda: table[0])
attempt('three', lambda: table[0, 0, 0])
attempt('outside', lambda: table[3, 0])
attempt('shape', lambda: flat.cast('B', (5, 2)))
attempt('again', lambda: table.cast('B', (4, 3)))
attempt('iteration', lambda: list(table))
attempt('tuple of one', lambda: flat[(1,)])
attempt('two of a line', lambda: flat[1, 2])

back = table.cast('B')
print(back.ndim, back.shape, list(back[:6]))
print(table == flat, table == flat.cast('B', (3, 4)), cube == table)
