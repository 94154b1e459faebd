"""A coroutine that is closed or dropped lets go of its locals."""


class Local:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("local", self.name)


class Pause:
    def __await__(self):
        yield "paused"


async def work(name):
    held = Local(name)
    try:
        await Pause()
        return held.name
    finally:
        print("finally", name)


first = work("first")
print(first.send(None))
try:
    first.send(None)
except StopIteration as stop:
    print("returned", stop.value)
second = work("second")
second.send(None)
second.close()
print("closed")
third = work("third")
third.send(None)
del third
print("dropped")
