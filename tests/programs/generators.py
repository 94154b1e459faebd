"""Generators: state kept between values, return values, and the end."""


def count(n):
    print("start")
    for i in range(n):
        yield i
    print("end")
    return "result"


g = count(2)
print(next(g))
print(next(g))
try:
    next(g)
except StopIteration as stop:
    print("stopped with", stop.value)
print(next(g, "default"), list(g))


def fib(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b


print(list(fib(50)), sum(fib(10)), [*fib(5)], max(fib(30)))
a, b, *c = fib(10)
print(a, b, c, 8 in fib(20))


def nothing():
    return
    yield


print(list(nothing()))


def leaks():
    yield 1
    raise StopIteration("inside")


try:
    list(leaks())
except RuntimeError as error:
    print(error, repr(error.__cause__))
print(type(g).__name__, g.gi_frame, g.__name__)
