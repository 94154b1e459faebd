"""A cycle that an imported module holds is collected when the interpreter ends."""
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
import _module_with_cycle

print(len(_module_with_cycle.cells))
