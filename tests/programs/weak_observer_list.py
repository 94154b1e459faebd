"""Observers that are held weakly leave the list by dying."""
import _weakref as weakref


class Subject:
    def __init__(self):
        self.observers = []

    def attach(self, observer):
        self.observers.append(weakref.ref(observer, self.observers.remove))

    def notify(self, event):
        for ref in list(self.observers):
            observer = ref()
            if observer is not None:
                observer.update(event)


class Observer:
    def __init__(self, name):
        self.name = name

    def update(self, event):
        print(self.name, "got", event)


subject = Subject()
one, two = Observer("one"), Observer("two")
subject.attach(one)
subject.attach(two)
subject.notify("start")
del one
print(len(subject.observers))
subject.notify("again")
two = None
print(subject.observers)
subject.notify("nobody hears")
