"""Lists made by cutting text have more room than they need."""
from sys import getsizeof as size

for count in (0, 1, 2, 3, 8, 12, 13, 14, 30):
    text = "ab " * count
    data = text.encode()
    sizes = [
        size(text.split()),
        size(text.rsplit()),
        size(text.split(" ")),
        size(text.rsplit(" ", 3)),
        size(text.split(None, 2)),
        size(data.split()),
        size(data.split(b" ")),
        size(data.rsplit(b" ", 1)),
        size(text.replace(" ", "\n").splitlines()),
    ]
    print(count, sizes)
