"""A weak reference to a bound method dies at once; one to its parts lives."""
import _weakref as weakref


class Button:
    def click(self):
        return "clicked"


class WeakMethod:
    def __init__(self, method):
        self.object = weakref.ref(method.__self__)
        self.function = weakref.ref(method.__func__)

    def __call__(self):
        object, function = self.object(), self.function()
        if object is None or function is None:
            return None
        return function.__get__(object)


button = Button()
plain = weakref.ref(button.click)
print("plain", plain())
weak = WeakMethod(button.click)
print("weak", weak()(), weak().__self__ is button)
print(weakref.getweakrefcount(button), weakref.getweakrefcount(Button.click))
del button
print("after", weak())
