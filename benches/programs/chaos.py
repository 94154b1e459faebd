"""A fractal drawn by jumping points along splines: vector classes with operators, float methods."""


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    def length(self):
        return (self.x * self.x + self.y * self.y) ** 0.5

    def mixed(self, other, part):
        return self * (1 - part) + other * part


class Spline:
    """A curve through control points, cut by repeated mixing (de Boor)."""

    def __init__(self, points, degree=3):
        self.points = points
        self.degree = degree
        spans = len(points) - degree
        self.knots = [0] * degree + list(range(spans + 1)) + [spans] * degree

    def end(self):
        return self.knots[-1]

    def span(self, t):
        last = len(self.points) - 1
        for i in range(self.degree, last):
            if t < self.knots[i + 1]:
                return i
        return last

    def at(self, t):
        span = self.span(t)
        degree = self.degree
        near = [self.points[span - degree + j] for j in range(degree + 1)]
        for level in range(1, degree + 1):
            for j in range(degree, level - 1, -1):
                low = self.knots[span - degree + j]
                high = self.knots[span + 1 + j - level]
                near[j] = near[j - 1].mixed(near[j], (t - low) / (high - low))
        return near[degree]


class Dice:
    """A linear congruential generator: the same jumps each time."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return self.state * n // 2147483648


class ChaosGame:
    def __init__(self, splines, width=0.18):
        self.splines = splines
        self.width = width
        self.lengths = [self.measure(spline) for spline in splines]

    @staticmethod
    def measure(spline, steps=50):
        total = 0.0
        before = spline.at(0)
        for step in range(1, steps + 1):
            here = spline.at(spline.end() * step / steps)
            total += (here - before).length()
            before = here
        return total

    def jump(self, point, which):
        spline = self.splines[which]
        t = min(max(point.x, 0.0), 1.0) * (spline.end() - 0.001)
        base = spline.at(t)
        ahead = spline.at(t + 0.001)
        along = ahead - base
        length = along.length() or 1.0
        aside = (point.y - 0.5) * self.width
        return Vector(base.x + along.y / length * aside, base.y - along.x / length * aside)

    def play(self, size, jumps):
        image = [[0] * size for _ in range(size)]
        dice = Dice(1234)
        point = Vector(0.4, 0.6)
        for _ in range(jumps):
            point = self.jump(point, dice.below(len(self.splines)))
            column = int(point.x * (size - 1))
            row = int(point.y * (size - 1))
            if 0 <= column < size and 0 <= row < size:
                image[row][column] += 1
        return image


def main(jumps):
    shapes = [
        [(0.1, 0.1), (0.2, 0.9), (0.5, 0.4), (0.7, 0.8), (0.9, 0.2)],
        [(0.9, 0.9), (0.6, 0.1), (0.4, 0.7), (0.1, 0.5)],
        [(0.5, 0.05), (0.8, 0.3), (0.3, 0.6), (0.6, 0.95), (0.2, 0.8), (0.1, 0.3)],
    ]
    game = ChaosGame([Spline([Vector(x, y) for x, y in shape]) for shape in shapes])
    image = game.play(64, jumps)
    lit = sum(1 for row in image for count in row if count)
    print(lit, max(map(max, image)), f"{sum(game.lengths):.6f}")


if __name__ == "__main__":
    main(50_000)
