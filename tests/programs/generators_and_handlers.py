"""Exceptions thrown into generators: their context, and what a broken inner iterator does."""


def retry():
    while True:
        try:
            raise KeyError("a")
        except KeyError:
            yield "waiting"


gen = retry()
next(gen)
try:
    gen.throw(ValueError("b"))
except ValueError as error:
    print(repr(error), "context", repr(error.__context__))


class NoException(Exception):
    def __new__(cls):
        return 7


gen = retry()
next(gen)
try:
    gen.throw(NoException)
except TypeError as error:
    print(str(error).replace(hex(id(NoException)), ""))
print(list(gen))


class Broken:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def __getattr__(self, name):
        if name == "throw":
            return 1 // 0
        raise AttributeError(name)


def delegate():
    yield from Broken()


gen = delegate()
next(gen)
try:
    gen.throw(AttributeError)
except ZeroDivisionError as error:
    print(error, gen.gi_frame is not None)
gen = None


async def work():
    return 1


task = work()
frame = task.cr_frame
task.close()
print(task.cr_frame, frame.f_code.co_name)
try:
    task.send(None)
except RuntimeError as error:
    print(error)
