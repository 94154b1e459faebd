"""A queue made of two stacks, a ring buffer, and a priority queue that keeps order among equals."""


class Queue:
    def __init__(self):
        self.inbox, self.outbox = [], []

    def put(self, item):
        self.inbox.append(item)
        return self

    def get(self):
        if not self.outbox:
            while self.inbox:
                self.outbox.append(self.inbox.pop())
        if not self.outbox:
            raise IndexError("queue is empty")
        return self.outbox.pop()

    def __len__(self):
        return len(self.inbox) + len(self.outbox)


class Ring:
    def __init__(self, size):
        self.slots, self.start, self.count = [None] * size, 0, 0

    def push(self, item):
        end = (self.start + self.count) % len(self.slots)
        self.slots[end] = item
        if self.count == len(self.slots):
            self.start = (self.start + 1) % len(self.slots)
        else:
            self.count += 1

    def __iter__(self):
        for i in range(self.count):
            yield self.slots[(self.start + i) % len(self.slots)]


class Priority:
    def __init__(self):
        self.items, self.serial = [], 0

    def add(self, priority, item):
        self.items.append((priority, self.serial, item))
        self.serial += 1
        self.items.sort(key=lambda e: e[:2])

    def __iter__(self):
        while self.items:
            yield self.items.pop(0)[2]


q = Queue().put(1).put(2)
print(q.get(), q.put(3).get(), q.get(), len(q))
try:
    q.get()
except IndexError as error:
    print(error)
ring = Ring(3)
for c in "abcde":
    ring.push(c)
    print("".join(ring), end=" ")
print(ring.slots)
p = Priority()
for priority, job in [(2, "wash"), (1, "wake"), (2, "dry"), (1, "eat")]:
    p.add(priority, job)
print(list(p), list(p))
