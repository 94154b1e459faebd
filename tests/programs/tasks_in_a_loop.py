"""Tasks that wait for each other in an event loop."""
# Not watched: the library collects garbage while it is imported.
import asyncio


async def worker(name, queue, done):
    while True:
        item = await queue.get()
        if item is None:
            return name
        await asyncio.sleep(0)
        done.append((name, item * item))


async def slow():
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        return "cancelled"


async def main():
    queue, done = asyncio.Queue(), []
    workers = [asyncio.create_task(worker(n, queue, done)) for n in "ab"]
    for n in range(4):
        queue.put_nowait(n)
    for _ in workers:
        queue.put_nowait(None)
    names = await asyncio.gather(*workers)
    print(names, sorted(done))
    task = asyncio.create_task(slow())
    await asyncio.sleep(0)
    task.cancel()
    print(await task)
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(5)
    except TimeoutError:
        print("too late")


asyncio.run(main())
