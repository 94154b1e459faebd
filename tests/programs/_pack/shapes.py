"""Areas."""
counter = 0


def area(width, height):
    return width * height


def circle(radius):
    return radius * radius * 3
