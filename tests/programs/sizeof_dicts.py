"""The stages in which a dict grows, with keys of different kinds."""
from sys import getsizeof


def stages(keys):
    table, out, last = {}, [], None
    for count, key in enumerate(keys):
        table[key] = None
        if getsizeof(table) != last:
            last = getsizeof(table)
            out.append((count + 1, last))
    return out


print(getsizeof({}), stages(range(50)))
print(stages(map(str, range(50))))
mixed = {str(n): n for n in range(10)}
print(getsizeof(mixed))
mixed[0] = 0
print(getsizeof(mixed))
table = {n: n for n in range(60)}
for n in range(59):
    del table[n]
print(len(table), getsizeof(table), getsizeof(table.copy()), getsizeof(dict(table)))
table.clear()
print(getsizeof(table))
print(getsizeof({"a": 1}), getsizeof({1: 1}), getsizeof(dict(a=1)), getsizeof(dict.fromkeys(range(20))))
