"""Calls of every kind: methods, static and class methods, super, properties, keywords, *args, bound."""


class Shape:
    made = 0

    def __init__(self, name):
        self.name = name

    @classmethod
    def create(cls, *args, **kwargs):
        shape = cls(*args, **kwargs)
        Shape.made += 1
        return shape

    @staticmethod
    def clamp(value, low=0, high=100):
        return low if value < low else high if value > high else value

    def area(self):
        return 0

    def describe(self, scale=1, *, extra=0):
        return self.area() * scale + extra

    @property
    def label(self):
        return self.name


class Square(Shape):
    def __init__(self, side, name="square"):
        super().__init__(name)
        self.side = side

    def area(self):
        return self.side * self.side

    def describe(self, scale=1, *, extra=0):
        return super().describe(scale, extra=extra + 1)

    def __call__(self, grow):
        self.side = self.clamp(self.side + grow, 1, 50)
        return self


class Rectangle(Square):
    def __init__(self, side, other, name="rectangle"):
        super().__init__(side, name=name)
        self._other = other

    @property
    def other(self):
        return self._other

    @other.setter
    def other(self, value):
        self._other = self.clamp(value, high=40)

    def area(self):
        return self.side * self.other


def apply(function, *args, **kwargs):
    return function(*args, **kwargs)


def main(rounds):
    total = 0
    for turn in range(rounds):
        shapes = [
            Square.create(turn % 9),
            Rectangle.create(turn % 5, other=turn % 7),
            Rectangle.create(3, 4, name="door"),
        ]
        for shape in shapes:
            shape(turn % 3 - 1)(1)
            describe = shape.describe
            total += describe() + describe(2) + describe(scale=3, extra=turn % 4)
            total += apply(describe, 2, extra=1) + len(shape.label)
        shapes[1].other = turn
        total += shapes[1].area() + Shape.area(shapes[0])
    print(total, Shape.made)


if __name__ == "__main__":
    main(40_000)
