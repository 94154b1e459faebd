"""weakref.finalize at exit: the newest first, one made by another, an error among them."""
import weakref


class Owner:
    pass


def error():
    weakref.finalize(Owner, print, "made at exit")
    print("third, with an error")
    1 / 0


first = weakref.finalize(Owner, print, "first")
second = weakref.finalize(Owner, print, "second")
third = weakref.finalize(Owner, error)
fourth = weakref.finalize(Owner, print, "fourth")
second.atexit = False
print(first.atexit, second.atexit, third.alive, fourth.alive)
