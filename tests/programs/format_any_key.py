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
