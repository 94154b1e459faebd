"""product, permutations, combinations: all orders and choices."""
from itertools import combinations, combinations_with_replacement, permutations, product


def show(name, iterator):
    print(f"{name}:", *("".join(map(str, item)) or "()" for item in iterator))


show("product", product("AB", "xy"))
show("squared", product("01", repeat=3))
show("of nothing", product())
show("with nothing", product("AB", ""))
show("permutations", permutations("ABC"))
show("pairs", permutations("ABC", 2))
show("too long", permutations("AB", 3))
show("combinations", combinations("ABCD", 2))
show("whole", combinations("AB", 2))
show("none of", combinations("AB", 0))
show("again", combinations_with_replacement("ABC", 2))
show("empty", combinations_with_replacement("", 2))
odometer = product("ab", repeat=2)
one = next(odometer)
two = next(odometer)
print(one, two, one is two)
for attempt in (
    lambda: combinations("AB", -1),
    lambda: permutations("AB", "x"),
    lambda: product("AB", repeat=-1),
    lambda: product("AB", times=2),
    lambda: combinations("AB"),
    lambda: product(3),
):
    try:
        attempt()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print([pair for pair in combinations(range(6), 2) if sum(pair) == 5])
