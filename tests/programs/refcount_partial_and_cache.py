"""functools.partial and lru_cache hold arguments and results."""
import functools
from sys import getrefcount as count


@functools.lru_cache(maxsize=2)
def wrap(thing):
    return [thing]


def same(*args):
    return args


thing = (1, object())
base = count(thing)
result = wrap(thing)
print(count(thing) - base, count(result))
wrap(thing)
print(count(thing) - base, wrap.cache_info()[:2])
wrap(1), wrap(2)
print(count(thing) - base, count(result))
result = None
print(count(thing) - base)
job = functools.partial(same, thing, key=thing)
print(count(thing) - base, count(job.args), count(job.keywords))
job = None
wrap.cache_clear()
print(count(thing) - base)
