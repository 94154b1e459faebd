"""Ends in a NameError with a suggestion."""
counter = 0


def increment(by):
    global counter
    counter += by
    return countr


print(counter)
increment(3)
