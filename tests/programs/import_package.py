"""A package of the program's own: submodules, relative imports, specs, reloads, and what is missing."""
import importlib
import sys

import _pack
import _pack.inner.deep as deep
from _pack import shapes
from _pack.inner import depth, missing_or_not

print(_pack.__name__, _pack.__package__, _pack.__spec__.name, _pack.__spec__.submodule_search_locations is not None)
print(deep.__name__, deep.__package__, deep.where())
print(shapes.area(2, 3), depth, missing_or_not)
parts = {"_pack", "_pack.inner", "_pack.inner.deep", "_pack.shapes"}
print(parts <= sys.modules.keys(), "_pack.nothing" in sys.modules)
print(type(_pack.__loader__).__name__, type(_pack.__spec__).__name__)
print(_pack.__spec__.origin.endswith("__init__.py"), deep.__cached__.endswith("deep.cpython-313.pyc"))

for name in ["_pack.nothing", "_nowhere", "_pack.shapes.corner"]:
    try:
        importlib.import_module(name)
    except ImportError as e:
        print(type(e).__name__, e, e.name)

try:
    from _pack.shapes import circel
except ImportError as e:
    print(type(e).__name__, str(e).split(" (")[0], e.name, e.name_from)

try:
    importlib.import_module("..up", "_pack.inner")
except ImportError as e:
    print(type(e).__name__, e)

shapes.counter += 1
again = importlib.reload(shapes)
print(again is shapes, shapes.counter)


class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("_made_"):
            return importlib.util.spec_from_loader(name, self)
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.answer = module.__name__.upper()


import importlib.util

sys.meta_path.insert(0, Finder())
import _made_up

print(_made_up.answer, _made_up.__spec__.loader.__class__.__name__)
