"""Comparison and hashing by protocol: reflection, chaining, sets of own objects, and total disorder."""
log = []


class Version:
    def __init__(self, *parts):
        self.parts = parts

    def __eq__(self, other):
        log.append("eq")
        return self.parts == other.parts if isinstance(other, Version) else NotImplemented

    def __lt__(self, other):
        log.append("lt")
        return self.parts < other.parts if isinstance(other, Version) else NotImplemented

    def __hash__(self):
        return hash(self.parts)

    def __repr__(self):
        return ".".join(map(str, self.parts))


class Sub(Version):
    def __gt__(self, other):
        log.append("sub gt")
        return "reflected first"


class Odd:
    def __eq__(self, other):
        return []

    def __ne__(self, other):
        return [1]

    def __lt__(self, other):
        return "less"

    def __bool__(self):
        raise ValueError("no truth here")


a, b, s = Version(1, 2), Version(1, 10), Sub(1, 2)
print(a < b, a > b, a == Version(1, 2), a != b, a == 5, a != 5, a < s, a == s, hash(a) == hash(s), {a, s, b}, {a: 1}[Version(1, 2)])
print(log)
log.clear()
print(a < b < Version(2), a < b > a, sorted([b, a]), max(a, b), a in [b, a], [a] == [Version(1, 2)], (a, 1) < (a, 2), log)
odd = Odd()
print(odd == 1, odd != 1, odd < 1, 1 > odd, [odd] == [1], odd in [5], [odd] == [odd])
for bad in (lambda: a < 5, lambda: 5 < a, lambda: a <= b, lambda: not odd, lambda: odd and 1, lambda: odd < odd < odd, lambda: hash(odd), lambda: {odd}, lambda: sorted([a, 5]), lambda: max(a, "x"), lambda: a < None, lambda: 1 < "a", lambda: [1] < [None], lambda: {} < {}, lambda: 1j < 2):
    try:
        print(bad())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
nan = float("nan")
print(nan == nan, [nan] == [nan], nan in (nan,), {nan: 1}.get(nan), (1, nan) == (1, nan), 1 == 1.0 == True, "a" == b"a", [] == (), None == 0, ... == ...)
print(1 < 2 < 3 > 2 >= 2 != 3 == 3, 1 < 3 < 2, (1 < 2) < 2, not 1 == 2, 1 is 1, "" is not None, 3 in [1, 2] in [[False]])
