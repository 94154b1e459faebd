"""Small algorithms after a while: what their instructions have become."""
from _adaptive import show, warm


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def sieve(n):
    marks = [True] * (n + 1)
    for i in range(2, n + 1):
        if marks[i]:
            for j in range(i * i, n + 1, i):
                marks[j] = False
    return [i for i in range(2, n + 1) if marks[i]]


def bubble(values):
    values = list(values)
    for i in range(len(values)):
        for j in range(len(values) - i - 1):
            if values[j] > values[j + 1]:
                values[j], values[j + 1] = values[j + 1], values[j]
    return values


def count(words):
    table = {}
    for word in words:
        table[word] = table.get(word, 0) + 1
    return sorted(table.items())


def flatten(rows):
    out = []
    for row in rows:
        for cell in row:
            out.append(cell)
    return out


def matrix(a, b):
    return [[sum(x * y for x, y in zip(row, col)) for col in zip(*b)] for row in a]


def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


def newton(x):
    guess = x / 2.0
    for _ in range(10):
        guess = (guess + x / guess) / 2.0
    return guess


def caesar(text, shift):
    out = ""
    for c in text:
        if c.isalpha():
            out += chr((ord(c) - 97 + shift) % 26 + 97)
        else:
            out += c
    return out


class Node:
    def __init__(self, value, rest=None):
        self.value = value
        self.rest = rest

    def __iter__(self):
        node = self
        while node is not None:
            yield node.value
            node = node.rest


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    @property
    def norm(self):
        return self.x * self.x + self.y * self.y


class Stack:
    def __init__(self):
        self.items = []

    def push(self, item):
        self.items.append(item)

    def pop(self):
        return self.items.pop()

    def __len__(self):
        return len(self.items)


def linked(n):
    head = None
    for i in range(n):
        head = Node(i, head)
    return sum(head)


def walk(n):
    total = Vector(0, 0)
    for i in range(n):
        total = total + Vector(i, 1)
    return total.norm


def balanced(text):
    stack = Stack()
    for c in text:
        if c in "([":
            stack.push(c)
        elif not len(stack) or stack.pop() + c not in ("()", "[]"):
            return False
    return not stack


def safe(values):
    kept = []
    for v in values:
        try:
            kept.append(10 // v)
        except ZeroDivisionError:
            kept.append(None)
    return kept


def memo(n, cache={}):
    if n in cache:
        return cache[n]
    cache[n] = n if n < 2 else memo(n - 1) + memo(n - 2)
    return cache[n]


warm(fib, 10, times=3)
warm(gcd, 48, 18, times=20)
warm(sieve, 50, times=3)
warm(bubble, [3, 1, 2, 5, 4], times=5)
warm(count, "the cat and the dog and the bird".split(), times=12)
warm(flatten, [[1, 2], [3]], times=30)
warm(matrix, [[1, 2], [3, 4]], [[5, 6], [7, 8]], times=20)
warm(collatz, 27, times=2)
warm(newton, 2.0, times=10)
warm(caesar, "hello there", 3, times=12)
warm(linked, 8, times=10)
warm(walk, 8, times=10)
warm(balanced, "([])[]", times=20)
warm(safe, [1, 0, 5], times=30)
warm(memo, 12, times=10)
for function in (Node.__init__, Node.__iter__, Vector.__init__, Vector.__add__, Vector.norm.fget, Stack.push, Stack.pop, Stack.__len__):
    show(function)
