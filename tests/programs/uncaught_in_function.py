"""Ends in an exception several frames deep."""


class Parser:
    def __init__(self, text):
        self.items = text.split(",")

    def parse(self):
        return [self.number(item) for item in self.items]

    def number(self, item):
        return int(item.strip()) * 2


def main():
    print(Parser("1, 2").parse())
    print(Parser("1, two, 3").parse())


main()
