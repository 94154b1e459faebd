"""What the compiler and the machine warn of goes through the program's filters."""

import warnings


def lines(recorded):
    return [f"{w.category.__name__}: {w.message}" for w in recorded]


with warnings.catch_warnings(record=True) as recorded:
    warnings.simplefilter("always")
    compile("x is 1", "<first>", "exec")
    compile("'\\d'", "<second>", "eval")
    compile("assert (1, 'always true')", "<third>", "exec")
    ~True
print(*lines(recorded), sep="\n")
print([w.filename for w in recorded[:3]])

with warnings.catch_warnings():
    warnings.simplefilter("error")
    for source in ("x is 1", "'\\d'", "f'\\q'"):
        try:
            compile(source, "<strict>", "exec")
        except SyntaxError as error:
            print(error.msg, error.lineno)
    try:
        ~False
    except DeprecationWarning as error:
        print(str(error)[:40])
print("done")
