"""What a with block holds: the manager's `__exit__` until the end."""
from sys import getrefcount as count


class Manager:
    def __enter__(self):
        print("enter", count(self))
        return self

    def __exit__(self, *error):
        print("exit", count(self), error[0] and error[0].__name__)
        return True

    def __del__(self):
        print("gone")


with Manager():
    print("inside")
with Manager() as m:
    print("named", count(m))
del m
manager = Manager()
with manager as a, manager as b:
    print("twice", count(manager))
    raise KeyError
print("after", count(manager))
del a, b
print(count(manager))
