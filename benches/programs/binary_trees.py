"""Trees made, walked and dropped: many short-lived objects, recursion, freeing; a search tree too."""


class Tree:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right

    def check(self):
        if self.left is None:
            return 1
        return 1 + self.left.check() + self.right.check()


def build(depth):
    if depth == 0:
        return Tree(None, None)
    return Tree(build(depth - 1), build(depth - 1))


class Node:
    def __init__(self, key):
        self.key = key
        self.left = None
        self.right = None


class SearchTree:
    def __init__(self):
        self.root = None
        self.size = 0

    def insert(self, key):
        if self.root is None:
            self.root = Node(key)
            self.size = 1
            return
        node = self.root
        while key != node.key:
            if key < node.key:
                if node.left is None:
                    node.left = Node(key)
                    self.size += 1
                node = node.left
            else:
                if node.right is None:
                    node.right = Node(key)
                    self.size += 1
                node = node.right

    def __contains__(self, key):
        node = self.root
        while node is not None:
            if key == node.key:
                return True
            node = node.left if key < node.key else node.right
        return False

    def height(self, node):
        return 0 if node is None else 1 + max(self.height(node.left), self.height(node.right))


def main(depth):
    keep = build(depth)
    for level in range(4, depth + 1, 4):
        count = 1 << (depth - level)
        print(count, level, sum(build(level).check() for _ in range(count)))
    print(depth, keep.check())
    search = SearchTree()
    key = 1
    for _ in range(60_000):
        key = key * 16807 % 2147483647
        search.insert(key % 50_000)
    found = sum(key in search for key in range(0, 50_000, 4))
    print(search.size, found, search.height(search.root))


if __name__ == "__main__":
    main(17)
