"""A scheduler simulation: events in order of time, processes as generators, resources as queues."""


class Simulation:
    def __init__(self):
        self.now, self.serial, self.events, self.log = 0, 0, [], []

    def at(self, delay, process):
        self.serial += 1
        self.events.append((self.now + delay, self.serial, process))
        self.events.sort(key=lambda e: e[:2])

    def run(self):
        while self.events:
            self.now, _, process = self.events.pop(0)
            try:
                what = next(process)
            except StopIteration:
                continue
            if isinstance(what, Resource):
                what.queue.append(process)
                what.serve(self)
            else:
                self.at(what, process)
        return self.log


class Resource:
    def __init__(self, capacity):
        self.free, self.queue = capacity, []

    def serve(self, sim):
        while self.free and self.queue:
            self.free -= 1
            sim.at(0, self.queue.pop(0))

    def release(self, sim):
        self.free += 1
        self.serve(sim)


def customer(sim, name, counter, arrival, service):
    yield arrival
    sim.log.append((sim.now, name, "arrives"))
    yield counter
    waited = sim.now - arrival
    sim.log.append((sim.now, name, f"served after {waited}"))
    yield service
    counter.release(sim)
    sim.log.append((sim.now, name, "leaves"))


sim, counter = Simulation(), Resource(1)
for name, arrival, service in [("ann", 0, 5), ("bob", 1, 2), ("cy", 2, 4)]:
    sim.at(0, customer(sim, name, counter, arrival, service))
for time, name, what in sim.run():
    print(f"{time:>3} {name:<4}{what}")
