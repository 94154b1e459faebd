"""Watch the chain on the heap: each node is kept alive by the one before it, and they fall like dominoes."""


class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next

    def __del__(self):
        print("freed", self.value)


head = None
for value in (30, 20, 10):
    head = Node(value, head)

node = head
while node is not None:
    print("at", node.value)
    node = node.next

second = head.next
head = None             # frees the first node only: `second` still holds the rest
print("kept", second.value)
del second              # now each node frees the next
print("done")
