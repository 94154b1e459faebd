"""Assignments drop the old value after the new one is in place."""


class T:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, "while x is", getattr(globals().get("x"), "name", None))


x = T("first")
x = T("second")
x, y = T("third"), x
x, y = y, x
del y
items = [T("zero"), T("one"), T("two")]
items[0] = T("new zero")
items[1:] = [T("tail")]
print(items.pop().name)
table = {"k": T("old value")}
table["k"] = T("new value")
table.update(k=T("updated"))
print(table.pop("k").name)
table["z"] = T("to clear")
table.clear()
print("end")
