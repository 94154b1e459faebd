"""Watch import run the other file's code once, top to bottom, in a frame of its own, and bind the module."""

import _shapes
from _shapes import Square as Tile, area_of

print("imported", _shapes.__name__)
print(area_of(Tile(3)))
_shapes.made = 0            # the module is one object: every importer sees the change

import _shapes as again     # found in sys.modules: nothing runs

print(again is _shapes, again.made)
Tile(1)
print(_shapes.made)
