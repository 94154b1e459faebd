"""Exits with a number, from inside a function, after output without a newline."""


def stop():
    print("stopping", end="")
    raise SystemExit(7)


stop()
