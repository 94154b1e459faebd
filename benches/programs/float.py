"""Points put on the unit sphere: objects with float attributes, math functions, lists of objects."""

from math import cos, sin, sqrt


class Point:
    def __init__(self, angle):
        self.x = x = sin(angle)
        self.y = cos(angle) * 3
        self.z = (x * x) / 2

    def __repr__(self):
        return f"<{self.x:.6f}, {self.y:.6f}, {self.z:.6f}>"

    def normalise(self):
        x, y, z = self.x, self.y, self.z
        length = sqrt(x * x + y * y + z * z)
        self.x /= length
        self.y /= length
        self.z /= length

    def larger(self, other):
        self.x = self.x if self.x > other.x else other.x
        self.y = self.y if self.y > other.y else other.y
        self.z = self.z if self.z > other.z else other.z
        return self


def largest(points):
    best = points[0]
    for point in points[1:]:
        best = best.larger(point)
    return best


def benchmark(count):
    points = [Point(i) for i in range(count)]
    for point in points:
        point.normalise()
    return largest(points)


if __name__ == "__main__":
    for _ in range(9):
        answer = benchmark(90_000)
    print(answer)
