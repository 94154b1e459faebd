"""The Mandelbrot set twice: with complex numbers and with pairs of floats."""

SHADES = " .:-=+*#%@"


def escape(c, limit):
    z = 0j
    for n in range(limit):
        if abs(z) > 2:
            return n
        z = z * z + c
    return limit


def escape_floats(cx, cy, limit):
    x = y = 0.0
    n = 0
    while n < limit:
        xx, yy = x * x, y * y
        if xx + yy > 4.0:
            break
        x, y = xx - yy + cx, 2.0 * x * y + cy
        n += 1
    return n


def picture(width, height, limit):
    rows = []
    for row in range(height):
        line = ""
        for column in range(width):
            point = complex(column / width * 3 - 2.1, row / height * 2.4 - 1.2)
            line += SHADES[escape(point, limit) * (len(SHADES) - 1) // limit]
        rows.append(line)
    return rows


def total(width, height, limit):
    result = 0
    for row in range(height):
        cy = row / height * 2.4 - 1.2
        for column in range(width):
            result += escape_floats(column / width * 3 - 2.1, cy, limit)
    return result


if __name__ == "__main__":
    rows = picture(240, 120, 200)
    print(rows[50][::4])
    print(sum(row.count("@") for row in rows), total(400, 200, 150))
