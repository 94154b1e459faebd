"""A group of tasks: one fails, the others are cancelled."""
# Not watched: the library collects garbage while it is imported.
import asyncio

log = []


async def step(name, ticks, fails=False):
    try:
        for _ in range(ticks):
            await asyncio.sleep(0)
        if fails:
            raise ValueError(name)
        log.append(f"{name} done")
    except asyncio.CancelledError:
        log.append(f"{name} cancelled")
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(step("quick", 1))
            group.create_task(step("broken", 3, True))
            group.create_task(step("long", 99))
    except* ValueError as errors:
        print(errors.exceptions)
    print(log)
    lock = asyncio.Lock()
    async with lock:
        print(lock.locked())
    event = asyncio.Event()
    asyncio.get_running_loop().call_soon(event.set)
    print(await event.wait())


asyncio.run(main())
