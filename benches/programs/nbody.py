"""Planets that pull at each other: float arithmetic on lists, unpacking, nested loops."""

PI = 3.141592653589793
SOLAR_MASS = 4 * PI * PI
DAYS = 365.24


def body(x, y, z, vx, vy, vz, mass):
    return [x, y, z], [vx * DAYS, vy * DAYS, vz * DAYS], mass * SOLAR_MASS


BODIES = {
    "sun": body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0),
    "jupiter": body(4.8414, -1.1603, -0.1036, 1.6600e-3, 7.6990e-3, -6.9046e-5, 9.5479e-4),
    "saturn": body(8.3433, 4.1247, -0.4035, -2.7674e-3, 4.9985e-3, 2.3041e-5, 2.8588e-4),
    "uranus": body(12.8943, -15.1111, -0.2233, 2.9646e-3, 2.3784e-3, -2.9658e-5, 4.3662e-5),
    "neptune": body(15.3796, -25.9193, 0.1792, 2.6806e-3, 1.6282e-3, -9.5159e-5, 5.1513e-5),
}


def pairs_of(items):
    return [(a, b) for i, a in enumerate(items) for b in items[i + 1 :]]


def advance(dt, steps, bodies, pairs):
    for _ in range(steps):
        for (p1, v1, m1), (p2, v2, m2) in pairs:
            dx = p1[0] - p2[0]
            dy = p1[1] - p2[1]
            dz = p1[2] - p2[2]
            pull = dt * (dx * dx + dy * dy + dz * dz) ** -1.5
            by1 = m1 * pull
            by2 = m2 * pull
            v1[0] -= dx * by2
            v1[1] -= dy * by2
            v1[2] -= dz * by2
            v2[0] += dx * by1
            v2[1] += dy * by1
            v2[2] += dz * by1
        for place, (vx, vy, vz), _mass in bodies:
            place[0] += dt * vx
            place[1] += dt * vy
            place[2] += dt * vz


def energy(bodies, pairs):
    total = 0.0
    for _place, (vx, vy, vz), mass in bodies:
        total += mass * (vx * vx + vy * vy + vz * vz) / 2
    for ((x1, y1, z1), _v1, m1), ((x2, y2, z2), _v2, m2) in pairs:
        total -= m1 * m2 / ((x1 - x2) ** 2 + (y1 - y2) ** 2 + (z1 - z2) ** 2) ** 0.5
    return total


def stop_drift(bodies, sun):
    """Gives the sun the speed that makes the whole system's momentum zero."""
    for axis in range(3):
        sun[1][axis] = -sum(v[axis] * m for _place, v, m in bodies if m is not sun[2]) / sun[2]


def main(steps):
    bodies = list(BODIES.values())
    pairs = pairs_of(bodies)
    stop_drift(bodies, BODIES["sun"])
    print(f"{energy(bodies, pairs):.9f}")
    advance(0.01, steps, bodies, pairs)
    print(f"{energy(bodies, pairs):.9f}")


if __name__ == "__main__":
    main(150_000)
