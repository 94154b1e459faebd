"""Events, observers and an undo stack, with bound methods, weak order and failures collected."""


class Event:
    def __init__(self):
        self.handlers = []

    def __iadd__(self, handler):
        self.handlers.append(handler)
        return self

    def __isub__(self, handler):
        self.handlers.remove(handler)
        return self

    def __call__(self, *args):
        errors = []
        for handler in list(self.handlers):
            try:
                handler(*args)
            except Exception as error:
                errors.append(error)
        if errors:
            raise ExceptionGroup(f"{len(errors)} handlers failed", errors)


class Document:
    def __init__(self):
        self.text, self.changed, self.undo_stack = "", Event(), []

    def edit(self, text):
        old, self.text = self.text, text
        self.undo_stack.append(lambda: setattr(self, "text", old))
        self.changed(old, text)

    def undo(self):
        self.undo_stack.pop()()
        self.changed(None, self.text)


class View:
    def __init__(self, name):
        self.name, self.seen = name, []

    def refresh(self, old, new):
        self.seen.append(f"{old!r}->{new!r}")


doc, view = Document(), View("main")
doc.changed += view.refresh
doc.changed += lambda *args: print(*args)
doc.edit("hello")
doc.edit("world")
doc.undo()
doc.changed -= view.refresh
doc.undo()
print(view.seen, repr(doc.text), view.refresh == view.refresh, view.refresh is view.refresh)


def broken(old, new):
    raise ValueError(f"cannot show {new}")


doc.changed += broken
doc.changed += lambda old, new: 1 / 0
try:
    doc.edit("!")
except* ZeroDivisionError as group:
    print(group.exceptions)
except* ValueError as group:
    print(group.exceptions)
try:
    doc.changed -= view.refresh
except ValueError as error:
    print(error)
try:
    doc.undo_stack.clear()
    doc.undo()
except IndexError as error:
    print(error)
