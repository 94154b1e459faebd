"""Stars in displays, calls, returns and subscripts."""
a = [1, 2]
d = {"x": 1}
print([*a, 0, *a], (*a, 3), {*a, *a}, {**d, "y": 2, **{"x": 5}})
print(*a, *"bc", sep="|")


def f():
    return *a, 9


def g():
    yield *a, 8


print(f(), next(g()))
t = *a, *range(2)
print(t)
for x in *a, 5:
    print(x, end=" ")
print()


class Key:
    def __getitem__(self, key):
        return key


print(Key()[*a], Key()[0, *a])
print([*{}], [*""], (*(),), {**{}})
h = lambda *args, **kwargs: (args, kwargs)
print(h(*a, 3, *a, z=0, **d), h(**d, **{"q": 1}))
