"""Ends in AttributeErrors' suggestion."""


class Settings:
    colour = "red"
    size = 3


def use(settings):
    return settings.size + len(settings.color)


print("starting")
use(Settings())
