"""Only a class's `__del__` counts; one in the instance is an attribute like another."""
import sys

sys.unraisablehook = lambda info: print("unraisable:", info.exc_value)


class Plain:
    pass


class Final:
    def __del__(self):
        print("class's", sorted(self.__dict__))


one = Plain()
one.__del__ = lambda: print("never")
del one
two = Final()
two.__del__ = lambda: print("never")
del two
three = Plain()
Plain.__del__ = lambda self: print("late, but the class's")
del three
del Plain.__del__
Plain()
Final.__del__ = None
Final()
print("None is no finaliser: that was reported")
