"""Watch swaps in place: the list keeps its identity, only the references in its slots move."""


def bubble_sort(items):
    for end in range(len(items) - 1, 0, -1):
        swapped = False
        for i in range(end):
            if items[i] > items[i + 1]:
                items[i], items[i + 1] = items[i + 1], items[i]
                swapped = True
        if not swapped:
            break


numbers = [5, 2, 9, 1, 3]
bubble_sort(numbers)
print(numbers)

words = ["pear", "fig", "banana"]
print(sorted(words), sorted(words, key=len), sorted(words, reverse=True))
words.sort(key=lambda word: word[-1])
print(words)
