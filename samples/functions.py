"""Watch a frame open for each call: its locals come from the arguments, and die when it returns."""


def area(width, height=2):
    result = width * height
    return result


def describe(shape, *sizes, unit="m", **options):
    text = f"{shape}: {area(*sizes)} {unit}²"
    if options.get("loud"):
        text = text.upper()
    return text


print(area(3), area(3, 4), area(height=5, width=6))
print(describe("square", 4, 4))
print(describe("strip", 9, unit="cm", loud=True))
