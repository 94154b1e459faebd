"""Values behind properties and slots."""


class Value:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("value", self.name)


class Box:
    __slots__ = ("_content", "label")

    @property
    def content(self):
        return self._content

    @content.setter
    def content(self, value):
        self._content = value

    @content.deleter
    def content(self):
        del self._content


box = Box()
box.content = Value("first")
box.content = Value("second")
print("replaced")
del box.content
box.label = Value("label")
box.content = Value("third")
other = box.content
del box
print("box gone")
del other
