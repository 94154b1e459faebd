"""groupby, tee, pairwise, batched and zip_longest."""
from itertools import batched, groupby, islice, pairwise, tee, zip_longest

for letter, run in groupby("aaabccd"):
    print(letter, len(list(run)), end=" ")
print()
animals = ["duck", "eagle", "rat", "giraffe", "bear", "bat", "dolphin", "shark", "lion"]
for size, names in groupby(sorted(animals, key=len), key=len):
    print(size, "-".join(names))
groups = [(key, group) for key, group in groupby([1, 1, 2])]
print("a group left behind is empty:", [list(group) for _, group in groups])
first, second, third = tee(x * x for x in range(70))
print(sum(first), next(second), next(second), list(islice(third, 65, None)))
fourth = second.__copy__()
print(next(second), next(fourth))
print(list(pairwise("ABCD")), list(pairwise("A")))
print(list(batched("ABCDEFG", 3)))
try:
    list(batched("ABCDEFG", 3, strict=True))
except ValueError as e:
    print(e)
print(list(zip_longest("ABC", "x", fillvalue="-")), list(zip_longest()))


def fails_after(n):
    yield from range(n)
    raise LookupError("no more")


for make in (pairwise, lambda it: batched(it, 2), lambda it: zip_longest(it, "abc"), groupby):
    iterator = make(fails_after(1))
    try:
        while True:
            print(type(next(iterator)).__name__, end=" ")
    except LookupError as e:
        print(e, end="; then ")
    print(next(iterator, "nothing"))
shared = zip_longest([1, 2, 3], [4, 5, 6])
print("the same tuple again:", id(next(shared)) == id(next(shared)))
kept = next(shared)
print(kept)
