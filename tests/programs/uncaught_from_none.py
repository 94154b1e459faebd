"""Ends in an exception without its context, with a note and a line of its own message."""


class ConfigError(Exception):
    pass


def parse(text):
    try:
        return int(text)
    except ValueError:
        error = ConfigError("line one\nline two")
        error.add_note("a note")
        raise error from None


value = (parse("1") +
         parse("x"))
