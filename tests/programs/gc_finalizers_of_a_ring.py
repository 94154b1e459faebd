"""All finalisers of a ring run before any of its members is cleared."""
import gc


class Member:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(self.name, "sees", self.next.name, "and", self.next.next.name)


gc.collect()
ring = [Member(n) for n in ("first", "second", "third")]
for n, member in enumerate(ring):
    member.next = ring[(n + 1) % 3]
del member, ring
print("found", gc.collect())
print("again", gc.collect())
