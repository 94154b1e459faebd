"""A Huffman code: a tree by repeated merging, codes by walking it, and decoding."""


class Leaf:
    __match_args__ = ("weight", "char")

    def __init__(self, weight, char):
        self.weight, self.char = weight, char


class Fork:
    __match_args__ = ("weight", "left", "right")

    def __init__(self, left, right):
        self.weight, self.left, self.right = left.weight + right.weight, left, right


def build(text):
    nodes = [Leaf(text.count(c), c) for c in sorted(set(text))]
    while len(nodes) > 1:
        nodes.sort(key=lambda n: n.weight)
        left, right, *nodes = nodes
        nodes.append(Fork(left, right))
    return nodes[0]


def codes(node, prefix=""):
    match node:
        case Leaf(_, char):
            yield char, prefix or "0"
        case Fork(_, left, right):
            yield from codes(left, prefix + "0")
            yield from codes(right, prefix + "1")


def decode(bits, root):
    out, node = [], root
    for bit in bits:
        node = node.left if bit == "0" else node.right
        if isinstance(node, Leaf):
            out.append(node.char)
            node = root
    return "".join(out)


text = "abracadabra"
tree = build(text)
table = dict(codes(tree))
bits = "".join(table[c] for c in text)
print(table, bits, len(bits), decode(bits, tree) == text, tree.weight)
print(dict(codes(build("zz"))))
