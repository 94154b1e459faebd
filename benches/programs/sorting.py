"""Sorting: hand-written quick, merge, heap and insertion sorts, then sorted() with keys and __lt__."""


def numbers(count, seed=7):
    state = seed
    result = []
    for _ in range(count):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        result.append(state >> 8)
    return result


def quick(items, low=0, high=None):
    if high is None:
        high = len(items) - 1
    while low < high:
        pivot = items[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while items[i] < pivot:
                i += 1
            while items[j] > pivot:
                j -= 1
            if i <= j:
                items[i], items[j] = items[j], items[i]
                i += 1
                j -= 1
        quick(items, low, j)
        low = i
    return items


def merge(items):
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left, right = merge(items[:middle]), merge(items[middle:])
    result = []
    i = j = 0
    while i < len(left) and j < len(right):
        if right[j] < left[i]:
            result.append(right[j])
            j += 1
        else:
            result.append(left[i])
            i += 1
    result.extend(left[i:])
    result.extend(right[j:])
    return result


def heap(items):
    def sift(root, end):
        while (child := 2 * root + 1) < end:
            if child + 1 < end and items[child] < items[child + 1]:
                child += 1
            if items[root] >= items[child]:
                return
            items[root], items[child] = items[child], items[root]
            root = child

    for root in range(len(items) // 2 - 1, -1, -1):
        sift(root, len(items))
    for end in range(len(items) - 1, 0, -1):
        items[0], items[end] = items[end], items[0]
        sift(0, end)
    return items


def insertion(items):
    for i in range(1, len(items)):
        item = items[i]
        while i and items[i - 1] > item:
            items[i] = items[i - 1]
            i -= 1
        items[i] = item
    return items


class Version:
    def __init__(self, major, minor):
        self.major = major
        self.minor = minor

    def __lt__(self, other):
        return (self.major, self.minor) < (other.major, other.minor)


def main(count):
    data = numbers(count)
    wanted = sorted(data)
    assert quick(data[:]) == wanted
    assert merge(data) == wanted
    assert heap(data[:]) == wanted
    assert insertion(data[:400]) == sorted(data[:400])
    versions = sorted(Version(n % 50, n % 7) for n in data)
    by_text = sorted(data, key=str)
    by_digits = sorted(data, key=lambda n: (n % 10, -n), reverse=True)
    words = sorted(format(n, "x") for n in data)
    print(wanted[0], by_text[0], by_digits[0], words[-1], versions[-1].minor)


if __name__ == "__main__":
    main(60_000)
