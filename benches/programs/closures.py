"""Functions made by functions: captured and rebound cells, decorators, composition, parsers."""


def counter(step):
    total = 0

    def advance(times=1):
        nonlocal total
        total += step * times
        return total

    return advance


def composed(*functions):
    def call(value):
        for function in functions:
            value = function(value)
        return value

    return call


def counted(function):
    def wrapper(*args):
        wrapper.calls += 1
        return function(*args)

    wrapper.calls = 0
    return wrapper


def memoised(function):
    known = {}

    def wrapper(n):
        if n not in known:
            known[n] = function(n)
        return known[n]

    return wrapper


@counted
def binomial(n, k):
    return 1 if k in (0, n) else binomial(n - 1, k - 1) + binomial(n - 1, k)


def stairs_up_to(limit):
    @memoised
    def stairs(n):
        return 1 if n < 2 else stairs(n - 1) + stairs(n - 2)

    return [stairs(n) for n in range(limit)]


def literal(wanted):
    def parse(text, place):
        return place + len(wanted) if text.startswith(wanted, place) else None

    return parse


def sequence(*parsers):
    def parse(text, place):
        for parser in parsers:
            place = parser(text, place)
            if place is None:
                return None
        return place

    return parse


def either(*parsers):
    def parse(text, place):
        for parser in parsers:
            end = parser(text, place)
            if end is not None:
                return end
        return None

    return parse


def many(parser):
    def parse(text, place):
        while (end := parser(text, place)) is not None:
            place = end
        return place

    return parse


def brackets():
    def inner(text, place):
        return group(text, place)

    letter = either(*(literal(c) for c in "abc"))
    group = sequence(literal("("), many(either(letter, inner)), literal(")"))
    return group


def main(rounds):
    advance = [counter(step) for step in range(1, 6)]
    twice = composed(lambda x: x + 1, lambda x: x * 2, lambda x: x % 1009)
    parse = brackets()
    text = "(ab(c)(a(bb)c)((a)b)(c(c(c))))"
    value = ends = 0
    for turn in range(rounds):
        for function in advance:
            value += function() + function(turn % 3)
        value = twice(value)
        if turn % 20 == 0:
            ends += parse(text, 0) + len(stairs_up_to(30))
            binomial(7, 3)
    print(value, ends, binomial.calls, advance[4]())


if __name__ == "__main__":
    main(220_000)
