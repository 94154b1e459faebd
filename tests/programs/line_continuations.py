"""Expressions over many lines: positions and line numbers of instructions."""
total = (1 +
         2 *
         int("3")
         )
text = ("one "
        "two")
result = max(
    [1, 2,
     3],
    key=lambda n:
        -n,
)
value = {
    "a": 1,
    "b": [
        2,
        3,
    ],
}["b"][
    -1
]
if (total
        and text
        or result):
    print(total, text, result, value)
print(
    "last",
    total
    if total > 5
    else None,
    sep=
    "...",
)


def long_signature(
    first,
    second=[
        1,
    ],
    *,
    third="x"
):
    return (first,
            second,
            third)


print(long_signature(
    0,
    third=1,
))
a = \
    5
print(a); print(a + 1); b = 2
