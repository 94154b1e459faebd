"""Watch LOAD_ATTR find a method on the class: the instance and the function are pushed, no object between them."""


class Animal:
    count = 0

    def __init__(self, name):
        self.name = name
        Animal.count += 1

    def speak(self):
        return f"{self.name} makes {self.sound()}"

    def sound(self):
        return "no sound"


class Dog(Animal):
    def sound(self):
        return "a " + "woof " * 2 + "(not " + super().sound() + ")"


pets = [Animal("Tortoise"), Dog("Rex")]
for pet in pets:
    print(pet.speak())
print(Animal.count, isinstance(pets[1], Animal), Dog.__mro__[1].__name__)

bound = pets[1].speak       # without a call the pair becomes a method object
print(bound.__self__ is pets[1], bound())
