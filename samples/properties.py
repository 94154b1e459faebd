"""Watch an attribute that is not stored: the class holds a property, and LOAD_ATTR calls its function."""


class Celsius:
    def __init__(self, degrees):
        self.degrees = degrees          # goes through the setter

    @property
    def degrees(self):
        return self._degrees

    @degrees.setter
    def degrees(self, value):
        if value < -273.15:
            raise ValueError("below absolute zero")
        self._degrees = value

    @property
    def fahrenheit(self):
        return self.degrees * 9 / 5 + 32


water = Celsius(20)
water.degrees += 5
print(water.degrees, water.fahrenheit, water.__dict__)
try:
    water.degrees = -300
except ValueError as error:
    print("refused:", error)
try:
    water.fahrenheit = 0
except AttributeError as error:
    print("refused:", error)
