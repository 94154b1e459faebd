"""Watch who answers `obj.name`: a descriptor on the class with __set__ comes before the instance's own dict."""


class Positive:
    def __set_name__(self, owner, name):
        self.name = name
        print("named", owner.__name__, name)

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return instance.__dict__[self.name]

    def __set__(self, instance, value):
        if value <= 0:
            raise ValueError(f"{self.name} must be positive, not {value}")
        instance.__dict__[self.name] = value


class Box:
    width = Positive()
    height = Positive()

    def __init__(self, width, height):
        self.width, self.height = width, height


box = Box(2, 3)
box.width *= 10
print(box.width * box.height, type(Box.width).__name__)
try:
    box.height -= 3
except ValueError as error:
    print(error)
