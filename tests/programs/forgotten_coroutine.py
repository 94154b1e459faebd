"""A coroutine that nobody awaits: what is said of it once `warnings` is there."""
import warnings


async def work():
    return 1


async def stream():
    yield 1


warnings.simplefilter("always")
work()
stream().asend(None)
print("still here")
try:
    exec("ftp", {"FTP": 1})
except NameError as e:
    print(e)
exec("ftp", {"FTP": 1})
