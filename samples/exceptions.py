"""Watch the exception table: no instruction runs on the way from `raise` to the handler, frames just go."""


class TooDeep(Exception):
    pass


def dig(depth):
    try:
        if depth == 3:
            raise TooDeep(f"stopped at {depth}")
        dig(depth + 1)
    finally:
        print("leaving", depth)


try:
    dig(1)
except TooDeep as error:
    print("caught:", error)
else:
    print("never printed")

try:
    {}["missing"]
except (KeyError, IndexError) as error:
    print(type(error).__name__, error)
