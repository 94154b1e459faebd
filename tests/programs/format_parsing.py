"""Format strings taken apart."""
from _string import formatter_field_name_split, formatter_parser

for text in ("a{b}c{{d}}{e!r:>{w}}x", "{}", "", "plain", "{a.b[c]}", "{!s}", "{:x}", "{a[}]}", "{{"):
    print(repr(text), list(formatter_parser(text)))
for name in ("a.b[c].d[0]", "0.x", "", "12", "a[b.c]"):
    first, rest = formatter_field_name_split(name)
    print(repr(name), repr(first), list(rest))
for attempt in (
    lambda: list(formatter_parser("}")),
    lambda: list(formatter_parser("{")),
    lambda: list(formatter_parser("{a")),
    lambda: list(formatter_parser("{a!")),
    lambda: list(formatter_parser("{a!rx}")),
    lambda: list(formatter_parser("{a{b}}")),
    lambda: list(formatter_field_name_split("a..b")[1]),
    lambda: list(formatter_field_name_split("a[")[1]),
    lambda: list(formatter_field_name_split("a[1]x")[1]),
    lambda: formatter_parser(5),
):
    try:
        attempt()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
