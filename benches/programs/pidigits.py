"""Digits of pi, one at a time, by a spigot: big integers multiplied, divided and compared."""


def digits_of_pi():
    """Gibbons' spigot over a series of linear fractions."""
    q, r, t, k = 1, 0, 1, 0
    while True:
        k += 1
        step = 2 * k + 1
        r = (2 * q + r) * step
        t *= step
        q *= k
        if q > r:
            continue
        digit = (3 * q + r) // t
        if digit == (4 * q + r) // t:
            yield digit
            q *= 10
            r = 10 * (r - digit * t)


def main(count):
    source = digits_of_pi()
    line = ""
    for _ in range(count):
        line += str(next(source))
    for start in range(0, 50, 10):
        print(line[start : start + 10])
    print(line[-10:], sum(map(int, line)))


if __name__ == "__main__":
    main(4_000)
