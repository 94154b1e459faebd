"""What built-in methods say of arguments that do not fit: how many, of which kind, by which name."""
import heapq
import itertools
import operator


def attempt(action):
    try:
        print('=', action())
    except Exception as error:
        print(type(error).__name__, '-', error)


class Flag(int):
    pass


def optional(x=1):
    return x


# A bound method is named after the class of what it is bound to, an unbound one after its own.
attempt(lambda: True.bit_count.__call__(1))
attempt(lambda: int.bit_count(True, 1))
count = Flag(3).bit_count
attempt(lambda: count(1))
note = KeyError('k').add_note
attempt(lambda: note())
attempt(lambda: [].__getstate__.__call__(1))

# Special methods called by name.
attempt(lambda: (2).__pow__())
attempt(lambda: (2).__add__())
attempt(lambda: 'ab'.__mul__())
attempt(lambda: 'ab'.__mul__('c'))
attempt(lambda: 'ab' * 'c')
attempt(lambda: operator.mul([1], 1.5))
attempt(lambda: object().__setattr__('x'))
attempt(lambda: optional.__get__(None, None))
attempt(lambda: (3).__round__(None))
attempt(lambda: optional(1, 2))

# None is called None where an argument's kind is wrong.
attempt(lambda: heapq.heapify(None))
attempt(lambda: type(None, (), {}))
attempt(lambda: str(None, None))
attempt(lambda: str.maketrans(1, 2))
attempt(lambda: type(0, key=1))
attempt(lambda: super(1, 2, 3))

# Too many, and too large.
attempt(lambda: memoryview(b'', 1))
attempt(lambda: itertools.combinations('ab', 1, 2))
attempt(lambda: [].sort(1, 2, 3))
attempt(lambda: [].sort(1))
attempt(lambda: 'a'.zfill(10**30))
attempt(lambda: 'a b'.split(None, 10**30))
attempt(lambda: (5).to_bytes(10**30))
attempt(lambda: [][10**30])
attempt(lambda: __import__('sys', level=2**40))
attempt(lambda: pow(2, 3, 1.5))
attempt(lambda: b'abc'.find('a', 0.5))
attempt(lambda: iter('ab').__setstate__('c'))
attempt(lambda: property(len).__set__(5, 1))
