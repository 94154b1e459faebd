"""The module that modules.py imports."""

print("running", __name__)
made = 0


class Square:
    def __init__(self, side):
        global made
        self.side = side
        made += 1


def area_of(shape):
    return shape.side ** 2
