"""What a default argument holds lives as long as its function."""


class Token:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("drop", self.name)


def collect(item, into=[], *, mark=Token("mark")):
    into.append(item)
    return len(into)


collect(Token("one"))
print(collect(Token("two")))
collect.__defaults__ = ([],)
print("defaults replaced")
print(collect(Token("three")))
collect.__kwdefaults__ = None
try:
    collect(1)
except TypeError as error:
    print(error)
del collect
print("end")
