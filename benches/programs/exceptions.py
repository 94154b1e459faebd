"""Exceptions raised, caught, chained and passed through finally; conversions that may fail."""


class ParseError(Exception):
    def __init__(self, text, place):
        super().__init__(f"bad text {text!r} at {place}")
        self.place = place


class TooBig(ParseError):
    pass


class Guard:
    """A context manager that swallows one kind of error."""

    def __init__(self, kind):
        self.kind = kind
        self.caught = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if kind is not None and issubclass(kind, self.kind):
            self.caught += 1
            return True
        return False


def number(text, place):
    try:
        value = int(text)
    except ValueError as error:
        raise ParseError(text, place) from error
    if value > 900:
        raise TooBig(text, place)
    return value


def total_of(texts, log):
    total = 0
    for place, text in enumerate(texts):
        try:
            total += number(text, place)
        except TooBig as error:
            total += error.place
        except ParseError as error:
            log.append(error.__cause__ is not None)
        else:
            total += 1
        finally:
            total -= 1
    return total


def dive(depth):
    """Unwinds through many frames, each with a finally of its own."""
    if depth == 0:
        raise KeyError("bottom")
    try:
        return dive(depth - 1)
    finally:
        depth += 1


def look_up(table, keys):
    found = missing = 0
    for key in keys:
        try:
            found += table[key]
        except KeyError:
            missing += 1
    return found, missing


def main(rounds):
    texts = ["12", "x", "950", "7", "", "31", "4e2", "88"]
    table = {i: i for i in range(0, 1000, 2)}
    log = []
    guard = Guard(ZeroDivisionError)
    total = bottoms = 0
    for turn in range(rounds):
        total += total_of(texts, log)
        total += sum(look_up(table, range(turn, turn + 20)))
        for divisor in (0, 1, 2, 0):
            with guard:
                total += turn // divisor
        try:
            dive(20)
        except LookupError as error:
            bottoms += error.args == ("bottom",)
    print(total, len(log), guard.caught, bottoms)


if __name__ == "__main__":
    main(38_000)
