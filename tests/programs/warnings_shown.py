"""Warnings: filters, what is shown once, turned into errors, caught."""
import gc
import warnings

gc.disable()  # much of the library runs inside some calls: when that is collected is no affair of this program


def old():
    warnings.warn("old() is out of date", DeprecationWarning, stacklevel=2)


def careful():
    warnings.warn("careful")


for _ in range(2):
    old()
    careful()
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    for _ in range(2):
        careful()
    warnings.warn(UserWarning("an instance"))
    print([(str(w.message), w.category.__name__, w.lineno) for w in seen])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        old()
    except DeprecationWarning as e:
        print("raised", e)
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="care.*")
    careful()
    warnings.filterwarnings("once", category=RuntimeWarning)
    for line in range(3):
        warnings.warn_explicit("explicit", RuntimeWarning, "made_up.py", line)
try:
    warnings.warn("x", int)
except TypeError as e:
    print(e)
print("__warningregistry__" in globals())
