"""Linked lists, trees and their iterators, with recursion and without."""


class Node:
    __slots__ = ("value", "next")

    def __init__(self, value, next=None):
        self.value, self.next = value, next


class LinkedList:
    def __init__(self, items=()):
        self.head, self.size = None, 0
        for item in reversed(list(items)):
            self.push(item)

    def push(self, value):
        self.head = Node(value, self.head)
        self.size += 1
        return self

    def __iter__(self):
        node = self.head
        while node:
            yield node.value
            node = node.next

    def reverse(self):
        done, node = None, self.head
        while node:
            node.next, done, node = done, node, node.next
        self.head = done

    def __len__(self):
        return self.size

    def __contains__(self, value):
        return any(v == value for v in self)

    def __repr__(self):
        return " -> ".join(map(repr, self)) or "empty"


class Tree:
    def __init__(self, key, left=None, right=None):
        self.key, self.left, self.right = key, left, right

    def insert(self, key):
        side = "left" if key < self.key else "right"
        child = getattr(self, side)
        if child:
            child.insert(key)
        else:
            setattr(self, side, Tree(key))

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.key
        if self.right:
            yield from self.right

    def depth(self):
        return 1 + max((t.depth() for t in (self.left, self.right) if t), default=0)

    def levels(self):
        row = [self]
        while row:
            yield [t.key for t in row]
            row = [c for t in row for c in (t.left, t.right) if c]


items = LinkedList("abcd")
print(items, len(items), "c" in items, "z" in items, list(zip(items, range(2))))
items.reverse()
print(items.push("first"), LinkedList(), max(items), sorted(items))
first, *rest = items
print(first, rest)
tree = Tree(50)
for key in (30, 70, 20, 40, 60, 80, 45):
    tree.insert(key)
print(list(tree), tree.depth(), list(tree.levels()), 45 in tree, 46 in tree, sum(tree))
node = Node(1)
node.next = node
try:
    node.extra = 1
except AttributeError as error:
    print(error)
del node.value
try:
    node.value
except AttributeError as error:
    print(error)
