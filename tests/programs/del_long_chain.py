"""A list of a hundred thousand nodes dies without a deep stack."""
import sys

# Not watched: nothing to see for 200,000 instructions.


class Node:
    __slots__ = ("value", "next")
    dead = 0

    def __init__(self, value, after):
        self.value = value
        self.next = after

    def __del__(self):
        Node.dead += 1


def chain(length):
    head = None
    for value in range(length):
        head = Node(value, head)
    return head


head = chain(300)
head = head.next
print(Node.dead, sys.getrefcount(head))
middle = head.next.next
head = None
print(Node.dead)
middle = None
print(Node.dead)
nested = []
for _ in range(100_000):
    nested = [nested]
nested = None
pairs = ()
for _ in range(50_000):
    pairs = (pairs, {"in": pairs})
pairs = None
print("still here")
