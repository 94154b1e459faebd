"""A scheduler of coroutines without asyncio: async def, await, send, channels, locks and sleepers."""


class Trap:
    """What a coroutine hands to the scheduler when it cannot go on."""

    def __init__(self, name, *values):
        self.name = name
        self.values = values

    def __await__(self):
        return (yield self)


class Channel:
    def __init__(self, capacity):
        self.capacity = capacity
        self.items = []
        self.readers = []
        self.writers = []

    async def put(self, item):
        while len(self.items) >= self.capacity:
            await Trap("park", self.writers)
        self.items.append(item)
        if self.readers:
            await Trap("wake", self.readers)

    async def get(self):
        while not self.items:
            await Trap("park", self.readers)
        item = self.items.pop(0)
        if self.writers:
            await Trap("wake", self.writers)
        return item


class Lock:
    def __init__(self):
        self.held = False
        self.waiting = []

    async def __aenter__(self):
        while self.held:
            await Trap("park", self.waiting)
        self.held = True

    async def __aexit__(self, *exc_info):
        self.held = False
        if self.waiting:
            await Trap("wake", self.waiting)


class Scheduler:
    def __init__(self):
        self.ready = []
        self.asleep = []
        self.now = 0
        self.switches = 0

    def spawn(self, coroutine):
        self.ready.append(coroutine)

    def handle(self, task, trap):
        if trap.name == "park":
            trap.values[0].append(task)
        elif trap.name == "wake":
            self.ready.append(trap.values[0].pop(0))
            self.ready.append(task)
        elif trap.name == "sleep":
            self.asleep.append((self.now + trap.values[0], self.switches, task))
        else:
            self.ready.append(task)

    def run(self):
        while self.ready or self.asleep:
            if not self.ready:
                self.asleep.sort(key=lambda entry: entry[:2])
                self.now, _, task = self.asleep.pop(0)
                self.ready.append(task)
            batch, self.ready = self.ready, []
            for task in batch:
                self.switches += 1
                try:
                    trap = task.send(None)
                except StopIteration:
                    continue
                self.handle(task, trap)


async def numbers(count):
    for n in range(count):
        if n % 50 == 0:
            await Trap("yield")
        yield n


async def producer(channel, count):
    async for n in numbers(count):
        await channel.put(n)
    await channel.put(None)


async def relay(source, target):
    while (item := await source.get()) is not None:
        await target.put(item * 2)
    await target.put(None)


async def consumer(channel, lock, totals):
    while (item := await channel.get()) is not None:
        async with lock:
            totals[0] += item
            if item % 100 == 0:
                await Trap("sleep", item % 7 + 1)
    totals[1] += 1


def main(groups, count):
    scheduler = Scheduler()
    lock = Lock()
    totals = [0, 0]
    for _ in range(groups):
        first, second = Channel(4), Channel(2)
        scheduler.spawn(producer(first, count))
        scheduler.spawn(relay(first, second))
        scheduler.spawn(consumer(second, lock, totals))
    scheduler.run()
    print(*totals, scheduler.now, scheduler.switches)


if __name__ == "__main__":
    main(12, 16_000)
