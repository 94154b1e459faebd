"""Examples in a docstring are tried out."""
# Not watched: the library collects garbage while it is imported.
import doctest


def half(n):
    """Halves a number.

    >>> half(8)
    4.0
    >>> half(3)
    2.0
    >>> half("x")
    Traceback (most recent call last):
    TypeError: unsupported operand type(s) for /: 'str' and 'int'
    """
    return n / 2


lines = []
runner = doctest.DocTestRunner(verbose=False)
for test in doctest.DocTestFinder().find(half, "half", globs={"half": half}):
    print(test.name, len(test.examples))
    runner.run(test, out=lines.append)
print(runner.summarize(verbose=False))
print([line.strip() for line in "".join(lines).splitlines() if line.startswith("    ")])
