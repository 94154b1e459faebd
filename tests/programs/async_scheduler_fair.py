"""A round-robin scheduler for coroutines: tasks, joins, channels and cancelling."""
from collections import deque


class Call:
    def __init__(self, kind, value=None):
        self.kind, self.value = kind, value

    def __await__(self):
        return (yield self)


class Cancelled(Exception):
    pass


class Task:
    def __init__(self, name, coroutine):
        self.name, self.coroutine = name, coroutine
        self.result, self.error, self.done, self.waiters = None, None, False, []


class Scheduler:
    def __init__(self):
        self.ready, self.log = deque(), []

    def spawn(self, name, coroutine):
        task = Task(name, coroutine)
        self.ready.append((task, None, None))
        return task

    def step(self, task, value, error):
        try:
            call = task.coroutine.throw(error) if error else task.coroutine.send(value)
        except StopIteration as stop:
            self.finish(task, stop.value, None)
        except Exception as failure:
            self.finish(task, None, failure)
        else:
            getattr(self, "do_" + call.kind)(task, call.value)

    def finish(self, task, result, error):
        task.done, task.result, task.error = True, result, error
        self.log.append(f"{task.name} ended: {result if error is None else repr(error)}")
        for waiter in task.waiters:
            self.ready.append((waiter, result, error))

    def do_pause(self, task, _):
        self.ready.append((task, None, None))

    def do_join(self, task, other):
        if other.done:
            self.ready.append((task, other.result, other.error))
        else:
            other.waiters.append(task)

    def do_cancel(self, task, other):
        self.ready = deque(entry for entry in self.ready if entry[0] is not other)
        self.ready.append((other, None, Cancelled(other.name)))
        self.ready.append((task, None, None))

    def run(self):
        while self.ready:
            self.step(*self.ready.popleft())
        return self.log


async def worker(name, turns):
    for i in range(turns):
        scheduler.log.append(f"{name}{i}")
        await Call("pause")
    return name * turns


async def stubborn():
    try:
        while True:
            await Call("pause")
    except Cancelled as reason:
        scheduler.log.append(f"cancelled {reason}")
        raise


async def main():
    a, b = scheduler.spawn("a", worker("a", 2)), scheduler.spawn("b", worker("b", 3))
    s = scheduler.spawn("s", stubborn())
    print(await Call("join", a), await Call("join", b))
    await Call("cancel", s)
    try:
        await Call("join", s)
    except Cancelled as error:
        return f"saw {error!r}"


scheduler = Scheduler()
scheduler.spawn("main", main())
print(*scheduler.run(), sep="\n")
