# list[int] and its kind; int | str.
def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


alias = dict[str, list[int]]
print(alias, alias.__origin__, alias.__args__, alias.__parameters__)
print(list[int] == list[int], list[int] != list[str], hash(list[int]) == hash(list[int]))
print(tuple[int, ...], tuple[()], type[int], set["name"], frozenset[None], list[[int, str]])
print(list[int]([1, 2]), dict[str, int](a=1), list[int].__name__, list[int].append)
print(type(list[int]).__name__, list[int].__mro_entries__(()))


class Numbers(list[int]):
    pass


print(Numbers.__bases__, Numbers.__orig_bases__, Numbers([1]))


class Box:
    def __class_getitem__(cls, item):
        return (cls.__name__, item)


print(Box[int], Box[1, 2])
print([*tuple[int, str]], list[int] | None, int | list[str])
print(int | str, int | None, (int | str) | (str | float), int | int, isinstance(1, int | str))
print((int | str) == (str | int), (int | str).__args__, hash(int | str) == hash(str | int))
print(issubclass(bool, int | str), isinstance(None, int | None))
attempt(lambda: isinstance(1, list[int]))
attempt(lambda: issubclass(list, list[int]))
attempt(lambda: list[int][str])
attempt(lambda: int[str])
attempt(lambda: int | 3)
attempt(lambda: isinstance([], int | list[int]))
