"""What wrong operands are told."""


class Thing:
    pass


thing = Thing()
nothing = None
five = 5
word = "abc"
attempts = [
    lambda: 1 + "a",
    lambda: "a" + 1,
    lambda: "a" * "b",
    lambda: [] - [],
    lambda: None + 1,
    lambda: -"x",
    lambda: ~1.5,
    lambda: 1 < "a",
    lambda: [] < (),
    lambda: thing < thing,
    lambda: five[0],
    lambda: nothing["k"],
    lambda: thing[0],
    lambda: thing(),
    lambda: nothing(),
    lambda: 5 in 5,
    lambda: [][word],
    lambda: word["x"],
    lambda: {}.get(),
    lambda: [].append(),
    lambda: 1 / "x",
    lambda: 2 ** "x",
    lambda: 1 @ 2,
    lambda: 1 << 1.5,
    lambda: [*5],
    lambda: {**5},
    lambda: not_defined,
    lambda: thing.attribute,
    lambda: None.attribute,
    lambda: "x".attribute,
    lambda: Thing.attribute,
    lambda: (1).real.x,
    lambda: "%d" % "x",
    lambda: "%s %s" % 1,
    lambda: "%s" % (1, 2),
    lambda: 1 // 0,
    lambda: 1.0 / 0,
    lambda: 5 % 0,
    lambda: 0 ** -1,
    lambda: 1 << -1,
    lambda: 10.0 ** 400,
    lambda: [0] * (2 ** 63),
    lambda: isinstance(1, 5),
    lambda: type("X", 5, {}),
    lambda: object(1),
]
for attempt in attempts:
    try:
        print("no error", attempt())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
try:
    thing[0] = 1
except TypeError as error:
    print(error)
try:
    del thing[0]
except TypeError as error:
    print(error)
try:
    "abc"[0] = "x"
except TypeError as error:
    print(error)
try:
    (5).x = 1
except AttributeError as error:
    print(error)
try:
    thing @= 1
except TypeError as error:
    print(error)
