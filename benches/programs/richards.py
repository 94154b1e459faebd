"""An operating system's scheduler in miniature: classes, inheritance, linked queues, virtual calls."""

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
FROM_DEVICE, TO_WORK = "device", "work"
BUFFER = 4


class Packet:
    """A message; packets that wait form a list through `next`."""

    def __init__(self, next, owner, kind):
        self.next = next
        self.owner = owner
        self.kind = kind
        self.position = 0
        self.letters = [0] * BUFFER

    def appended_to(self, queue):
        self.next = None
        if queue is None:
            return self
        last = queue
        while last.next is not None:
            last = last.next
        last.next = self
        return queue


class State:
    def __init__(self, packet_pending=False, waiting=False, held=False):
        self.packet_pending = packet_pending
        self.waiting = waiting
        self.held = held

    def stuck(self):
        return self.held or (self.waiting and not self.packet_pending)

    def wakes_with_packet(self):
        return self.packet_pending and self.waiting and not self.held


class Task(State):
    def __init__(self, scheduler, number, priority, queue, waiting):
        super().__init__(packet_pending=queue is not None, waiting=waiting)
        self.scheduler = scheduler
        self.number = number
        self.priority = priority
        self.queue = queue
        scheduler.add(self)

    def step(self, packet):
        raise NotImplementedError

    def resume(self):
        """Runs the task once and answers the task to look at next."""
        packet = None
        if self.wakes_with_packet():
            packet = self.queue
            self.queue = packet.next
            packet.next = None
            self.waiting = False
            self.packet_pending = self.queue is not None
        return self.step(packet)

    def receive(self, packet, sender):
        if self.queue is None:
            self.queue = packet
            packet.next = None
            self.packet_pending = True
            if self.priority > sender.priority:
                return self
        else:
            packet.appended_to(self.queue)
        return sender

    def wait(self):
        self.waiting = True
        return self

    def hold(self):
        self.held = True
        self.scheduler.holds += 1
        return self.scheduler.after(self)


class IdleTask(Task):
    def __init__(self, scheduler, number, priority, count):
        super().__init__(scheduler, number, priority, None, False)
        self.control = 1
        self.count = count

    def step(self, packet):
        self.count -= 1
        if self.count == 0:
            return self.hold()
        if self.control & 1:
            self.control = self.control // 2 ^ 0xD008
            return self.scheduler.release(DEVICE_B, self)
        self.control //= 2
        return self.scheduler.release(DEVICE_A, self)


class WorkerTask(Task):
    def __init__(self, scheduler, number, priority, queue):
        super().__init__(scheduler, number, priority, queue, True)
        self.target = HANDLER_A
        self.letter = 0

    def step(self, packet):
        if packet is None:
            return self.wait()
        self.target = HANDLER_B if self.target == HANDLER_A else HANDLER_A
        packet.owner = self.target
        packet.position = 0
        for i in range(BUFFER):
            self.letter = self.letter % 26 + 1
            packet.letters[i] = 64 + self.letter
        return self.scheduler.send(packet, self)


class HandlerTask(Task):
    def __init__(self, scheduler, number, priority, queue):
        super().__init__(scheduler, number, priority, queue, True)
        self.work = None
        self.ready_devices = None

    def step(self, packet):
        if packet is not None:
            if packet.kind is TO_WORK:
                self.work = packet.appended_to(self.work)
            else:
                self.ready_devices = packet.appended_to(self.ready_devices)
        work = self.work
        if work is not None:
            if work.position >= BUFFER:
                self.work = work.next
                return self.scheduler.send(work, self)
            device = self.ready_devices
            if device is not None:
                self.ready_devices = device.next
                device.position = work.letters[work.position]
                work.position += 1
                return self.scheduler.send(device, self)
        return self.wait()


class DeviceTask(Task):
    def __init__(self, scheduler, number, priority):
        super().__init__(scheduler, number, priority, None, True)
        self.pending = None

    def step(self, packet):
        if packet is not None:
            self.pending = packet
            return self.hold()
        if self.pending is None:
            return self.wait()
        packet, self.pending = self.pending, None
        return self.scheduler.send(packet, self)


class Scheduler:
    def __init__(self):
        self.order = []
        self.by_number = {}
        self.holds = 0
        self.sent = 0

    def add(self, task):
        self.order.insert(0, task)
        self.by_number[task.number] = task

    def after(self, task):
        place = self.order.index(task) + 1
        return self.order[place] if place < len(self.order) else None

    def release(self, number, asking):
        task = self.by_number[number]
        task.held = False
        return task if task.priority > asking.priority else asking

    def send(self, packet, sender):
        receiver = self.by_number[packet.owner]
        self.sent += 1
        packet.owner = sender.number
        return receiver.receive(packet, sender)

    def run(self):
        task = self.order[0]
        while task is not None:
            if task.stuck():
                task = self.after(task)
            else:
                task = task.resume()


def packets(owner, kind, count):
    queue = None
    for _ in range(count):
        queue = Packet(queue, owner, kind)
    return queue


def simulate(ticks):
    scheduler = Scheduler()
    IdleTask(scheduler, IDLE, 0, ticks)
    WorkerTask(scheduler, WORKER, 1000, packets(WORKER, TO_WORK, 2))
    HandlerTask(scheduler, HANDLER_A, 2000, packets(DEVICE_A, FROM_DEVICE, 3))
    HandlerTask(scheduler, HANDLER_B, 3000, packets(DEVICE_B, FROM_DEVICE, 3))
    DeviceTask(scheduler, DEVICE_A, 4000)
    DeviceTask(scheduler, DEVICE_B, 5000)
    scheduler.run()
    return scheduler.sent, scheduler.holds


if __name__ == "__main__":
    for _ in range(13):
        answer = simulate(10_000)
    print(*answer)
