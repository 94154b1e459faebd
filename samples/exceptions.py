"""Exceptions: the exception table sends control to a handler."""


def parse(text):
    try:
        return int(text)
    except ValueError as error:
        print("not a number:", error)
        return None
    finally:
        print("done with", text)


total = 0
for word in "1 two 3".split():
    value = parse(word)
    if value is not None:
        total += value
print(total)

{}["missing"]
