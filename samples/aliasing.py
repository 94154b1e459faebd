"""Watch two names share one list: its count rises with the second name, and a change shows through both."""

first = [1, 2]
second = first          # a second reference, not a second list
second.append(3)
print(first, first is second)

copy = first[:]         # now there are two lists with equal contents
copy.append(4)
print(first, copy, first == second, first is copy)

second = None           # one reference fewer
first = None            # the last one: the list is freed at once
print(first, second, copy)
