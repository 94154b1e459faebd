"""WeakMethod: a bound method that does not keep its object."""
import weakref


class Button:
    def __init__(self, name):
        self.name = name
        self.listeners = []

    def connect(self, method):
        self.listeners.append(weakref.WeakMethod(method, self.gone))

    def gone(self, ref):
        self.listeners.remove(ref)
        print("a listener went")

    def click(self):
        return [ref()(self.name) for ref in self.listeners]


class Window:
    def __init__(self, title):
        self.title = title

    def clicked(self, what):
        return f"{self.title} heard {what}"


button = Button("ok")
main, side = Window("main"), Window("side")
button.connect(main.clicked)
button.connect(side.clicked)
print(button.click())
del side
print(button.click())
method = button.listeners[0]()
print(method == main.clicked, method is main.clicked)
del main
print(button.click())
del method
print(button.click())
