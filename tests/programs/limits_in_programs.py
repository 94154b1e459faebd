"""What a program can do about limits: deep recursion, big numbers, and things too large."""
import sys


def depth(n):
    return n if n == 0 else depth(n - 1)


def endless(n=0):
    return endless(n + 1)


class Loop:
    def __repr__(self):
        return f"<{self!r}>"

    def __eq__(self, other):
        return self == other

    def __hash__(self):
        return hash(self)

    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __len__(self):
        return len(self)


for action in (
    lambda: endless(), lambda: repr(Loop()), lambda: Loop() == Loop(), lambda: hash(Loop()), lambda: Loop().a, lambda: len(Loop()), lambda: str(10**5000), lambda: int("1" * 5000),
    lambda: "x" * (sys.maxsize + 1), lambda: "x" * sys.maxsize, lambda: [0] * sys.maxsize, lambda: b"x" * sys.maxsize, lambda: 1 << sys.maxsize, lambda: range(sys.maxsize + 1)[-1], lambda: len(range(sys.maxsize + 1)), lambda: "%*d" % (sys.maxsize + 1, 1), lambda: f"{1:{10**20}}", lambda: bytearray(sys.maxsize), lambda: "a".center(sys.maxsize), lambda: (1,) * sys.maxsize, lambda: 10.0 ** 400, lambda: chr(sys.maxsize + 1), lambda: [1].pop(sys.maxsize + 1), lambda: [1, 2][: sys.maxsize + 1], lambda: (1 << 64).to_bytes(8)
):
    try:
        print(action())
    except (RecursionError, ValueError, OverflowError, MemoryError, IndexError) as error:
        print(type(error).__name__, str(error)[:75])
sys.setrecursionlimit(sys.getrecursionlimit())
nested = []
for _ in range(200):
    nested = [nested]
print(len(repr(nested)), nested == nested, depth(50), sys.getrecursionlimit(), sys.int_info.default_max_str_digits)
