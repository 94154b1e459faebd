"""Bound methods and partial functions hold their objects."""
import functools


class Worker:
    def __init__(self, name):
        self.name = name

    def work(self, *items):
        return f"{self.name}: {items}"

    def __del__(self):
        print("worker gone:", self.name)


method = Worker("bound").work
print(method(1))
method = None
job = functools.partial(Worker("partial").work, 1, 2)
print(job(3))
again = functools.partial(job, 4)
job = None
print(again(5))
again = None
table = {"run": Worker("table").work}
print(table["run"]())
table.clear()
print("end")
