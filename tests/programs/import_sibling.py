"""Importing a sibling module in every form."""
import _sibling
import _sibling as alias
from _sibling import CONSTANT, helper as h
from _sibling import *

print(_sibling is alias, CONSTANT, h(2), visible, _sibling.__name__)
print("_hidden" in globals(), "CONSTANT" in dir(_sibling))
_sibling.state.append(1)


def local():
    from _sibling import state
    import _sibling as inner
    return state, inner.state is state


print(local())
try:
    from _sibling import nothing
except ImportError as error:
    print(type(error).__name__, error.name, str(error).split("(")[0])
try:
    import no_such_module
except ModuleNotFoundError as error:
    print(error, error.name)
try:
    import _broken_sibling
except ZeroDivisionError as error:
    print("importing failed:", error)
try:
    _sibling.missing
except AttributeError as error:
    print(error)
