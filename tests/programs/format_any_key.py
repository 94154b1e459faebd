# str.format looks keys up by name and minds no other ones; most calls do.
print("{}-{}".format(1, 2, **{}), "{a}".format(**{"a": 1}))
for call in [
    lambda: "{a}".format(**{1: 2}),
    lambda: "{}".format(3, **{1: 2}),
    lambda: print(**{1: 2}),
    lambda: dict(**{1: 2}),
    lambda: (lambda **k: k)(**{1: 2}),
]:
    try:
        print(call())
    except (KeyError, TypeError) as error:
        print(type(error).__name__, error)


class Base:
    def who(self):
        return "Base"


class Child(Base):
    def who(self):
        return "Child>" + super().who()


try:
    # Its methods use super(), so the body leaves a cell behind when the class cannot be made.
    class Wrong(Base, Child):
        def who(self):
            return super().who()
except TypeError as error:
    print(error)
print(Child().who())
