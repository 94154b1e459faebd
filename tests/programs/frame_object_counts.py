"""What a frame object holds while its call runs, and once it is over."""
# Not watched: the observer holds the frame objects, too.
import gc
import sys


def inner():
    frame = sys._getframe()
    code = frame.f_code
    print(sys.getrefcount(code), sys.getrefcount(frame), gc.is_tracked(frame))
    return frame


def numbers():
    yield 1
    yield 2


code = inner.__code__
print(sys.getrefcount(code))
frame = inner()
print(sys.getrefcount(code), gc.is_tracked(frame), code in gc.get_referents(frame))
del frame
print(sys.getrefcount(code))
g = numbers()
code = numbers.__code__
print(sys.getrefcount(code))
frame = g.gi_frame
print(sys.getrefcount(code), sys.getrefcount(g), gc.is_tracked(frame))
next(g)
print(sys.getrefcount(code), sys.getrefcount(frame))
del g
print(sys.getrefcount(code), gc.is_tracked(frame), frame.f_lineno)
del frame
print(sys.getrefcount(code))
