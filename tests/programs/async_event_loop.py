"""A small event loop: tasks, sleeping, a queue and cancellation."""


class Sleep:
    def __init__(self, ticks):
        self.ticks = ticks

    def __await__(self):
        yield ("sleep", self.ticks)


class Cancelled(Exception):
    pass


class Task:
    def __init__(self, name, coroutine):
        self.name, self.coroutine, self.wake = name, coroutine, 0
        self.error = None
        self.result = None


class Loop:
    def __init__(self):
        self.now, self.tasks = 0, []

    def spawn(self, name, coroutine):
        task = Task(name, coroutine)
        self.tasks.append(task)
        return task

    def run(self):
        while self.tasks:
            ready = [t for t in self.tasks if t.wake <= self.now]
            for task in ready:
                try:
                    if task.error:
                        error, task.error = task.error, None
                        what = task.coroutine.throw(error)
                    else:
                        what = task.coroutine.send(None)
                except StopIteration as stop:
                    task.result = stop.value
                    self.tasks.remove(task)
                    print(f"t={self.now} {task.name} -> {stop.value!r}")
                except Cancelled as error:
                    self.tasks.remove(task)
                    print(f"t={self.now} {task.name} cancelled: {error}")
                else:
                    task.wake = self.now + what[1]
            self.now += 1


class Lock:
    def __init__(self):
        self.held = False

    async def __aenter__(self):
        while self.held:
            await Sleep(1)
        self.held = True
        return self

    async def __aexit__(self, kind, error, trace):
        self.held = False


async def worker(name, lock, turns):
    for turn in range(turns):
        async with lock:
            await Sleep(2)
    return name * turns


async def stubborn():
    try:
        await Sleep(100)
    except Cancelled:
        print("cleaning up")
        raise


async def boss(loop, victim):
    await Sleep(3)
    victim.error = Cancelled("enough")
    victim.wake = 0
    return "done"


loop = Loop()
lock = Lock()
loop.spawn("a", worker("a", lock, 2))
loop.spawn("b", worker("b", lock, 1))
victim = loop.spawn("v", stubborn())
loop.spawn("boss", boss(loop, victim))
loop.run()
