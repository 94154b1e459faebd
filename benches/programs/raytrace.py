"""A small ray tracer: vector objects, spheres and a floor behind one interface, recursion, floats."""


class Vector:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __neg__(self):
        return Vector(-self.x, -self.y, -self.z)

    def scaled(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def unit(self):
        return self.scaled(1.0 / self.dot(self) ** 0.5)

    def mirrored(self, normal):
        return self - normal.scaled(2 * self.dot(normal))


class Ray:
    def __init__(self, start, direction):
        self.start = start
        self.direction = direction.unit()

    def at(self, distance):
        return self.start + self.direction.scaled(distance)


class Surface:
    def __init__(self, colour, shine):
        self.colour = colour
        self.shine = shine

    def colour_at(self, point):
        return self.colour


class Checks(Surface):
    def __init__(self, one, other):
        super().__init__(one, 0.1)
        self.other = other

    def colour_at(self, point):
        return self.colour if (int(point.x // 1) + int(point.z // 1)) % 2 else self.other


class Sphere:
    def __init__(self, centre, radius, surface):
        self.centre = centre
        self.radius = radius
        self.surface = surface

    def distance(self, ray):
        """How far along the ray the sphere is met; None if it is missed."""
        to_centre = self.centre - ray.start
        along = to_centre.dot(ray.direction)
        inside = self.radius * self.radius - to_centre.dot(to_centre) + along * along
        if inside < 0:
            return None
        return along - inside**0.5

    def normal(self, point):
        return (point - self.centre).unit()


class Floor:
    def __init__(self, height, surface):
        self.height = height
        self.surface = surface

    def distance(self, ray):
        if ray.direction.y >= -1e-6:
            return None
        return (self.height - ray.start.y) / ray.direction.y

    def normal(self, point):
        return Vector(0.0, 1.0, 0.0)


class Scene:
    deepest = 3

    def __init__(self, eye):
        self.eye = eye
        self.things = []
        self.lamps = []

    def nearest(self, ray):
        best = thing_met = None
        for thing in self.things:
            distance = thing.distance(ray)
            if distance is not None and distance > 1e-6 and (best is None or distance < best):
                best, thing_met = distance, thing
        return best, thing_met

    def lit_by(self, point, normal):
        light = 0.15
        for lamp in self.lamps:
            towards = lamp - point
            cosine = normal.dot(towards.unit())
            if cosine > 0 and self.nearest(Ray(point, towards))[1] is None:
                light += cosine * 0.6
        return light

    def colour(self, ray, depth=0):
        distance, thing = self.nearest(ray)
        if thing is None:
            return 0.2, 0.3, 0.5 + 0.4 * abs(ray.direction.y)
        point = ray.at(distance)
        normal = thing.normal(point)
        light = self.lit_by(point, normal)
        r, g, b = (part * light for part in thing.surface.colour_at(point))
        shine = thing.surface.shine
        if shine and depth < self.deepest:
            seen = self.colour(Ray(point, ray.direction.mirrored(normal)), depth + 1)
            r, g, b = r + shine * seen[0], g + shine * seen[1], b + shine * seen[2]
        return r, g, b

    def draw(self, width, height):
        pixels = bytearray()
        for row in range(height):
            for column in range(width):
                x = (column - width / 2) / width * 2
                y = (height / 2 - row) / width * 2
                colour = self.colour(Ray(self.eye, Vector(x, y, 1.5)))
                pixels.extend(min(255, int(part * 255)) for part in colour)
        return pixels


def main(width, height):
    scene = Scene(Vector(0.0, 1.0, -6.0))
    scene.lamps.append(Vector(4.0, 6.0, -5.0))
    scene.lamps.append(Vector(-5.0, 4.0, -2.0))
    scene.things.append(Sphere(Vector(0.0, 1.0, 0.0), 1.0, Surface((0.9, 0.2, 0.2), 0.3)))
    for i in range(4):
        surface = Surface((0.2, 0.25 * i, 0.8), 0.2)
        scene.things.append(Sphere(Vector(i - 2.0, 0.4, -1.5 - i * 0.3), 0.4, surface))
    scene.things.append(Floor(0.0, Checks((0.9, 0.9, 0.9), (0.1, 0.1, 0.1))))
    pixels = scene.draw(width, height)
    checksum = 0
    for byte in pixels:
        checksum = (checksum * 31 + byte) % 1_000_003
    print(len(pixels), checksum)


if __name__ == "__main__":
    main(220, 165)
