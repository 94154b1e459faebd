"""Counts of arguments that came by keyword, in a tuple and in a dict."""
from sys import getrefcount as count


def plain(a):
    return count(a)


def star(*args):
    return count(args[0]), count(args)


def double(**options):
    return count(options["x"]), count(options)


def both(first, /, *rest, key, **more):
    return count(first), count(rest), count(key), count(more)


thing = object()
pair = (thing, thing)
table = {"x": thing}
print(plain(thing), plain(a=thing), plain(*[thing]), plain(**{"a": thing}))
print(star(thing), star(*pair), star(*[thing, thing]))
print(double(x=thing), double(**table))
print(both(thing, thing, key=thing, x=thing), both(*pair, key=thing, **table))
print(count(thing), count(pair), count(table))
