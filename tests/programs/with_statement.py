"""with: entering, leaving, several managers, targets of all kinds, early ways out."""


class Manager:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name, self

    def __exit__(self, *details):
        print("exit", self.name, [d if d is None or isinstance(d, BaseException) else "..." for d in details][1])
        return self.swallow


with Manager("a") as (name, manager):
    print("body", name)
with Manager("b"), Manager("c") as (c, _), Manager("d", True):
    raise ValueError("from the body")
with (Manager("e") as e, Manager("f")):
    pass


def early():
    for n in range(3):
        with Manager(n):
            if n == 0:
                continue
            if n == 1:
                return "returned"


print(early())
try:
    with Manager("outer"):
        with Manager("inner"):
            raise KeyError(1)
except KeyError as error:
    print("came through", error)
for bad in (5, object()):
    try:
        with bad:
            pass
    except TypeError as error:
        print(error)
