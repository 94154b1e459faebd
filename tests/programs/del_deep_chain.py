"""A chain of a hundred thousand links is freed without trouble."""


class Link:
    freed = 0

    def __init__(self, next):
        self.next = next


def chain_of(make):
    chain = None
    for _ in range(300):
        chain = make(chain)
    return chain


long = None
for kind in (Link, lambda x: [x], lambda x: (x,), lambda x: {"next": x}, lambda x: iter((x,)), lambda x: (lambda: x)):
    chain = chain_of(kind)
    print(type(chain).__name__)
    del chain
tail = []
exec("for _ in range(100_000): tail = [tail]")
del tail
print("freed")
