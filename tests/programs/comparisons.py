"""Comparison operators over many types, identity and membership."""
print(1 < 2, 2 <= 2, 3 > 4, 4 >= 4, 1 == 1.0, 1 != 2)
print("a" < "b", "abc" < "abd", "Z" < "a", "" < "a")
print([1, 2] < [1, 3], (1, 2) == (1, 2), [1] == (1,), {1: 2} == {1: 2.0})
print(None is None, [] is [], [] is not None)
print(3 in [1, 2, 3], "ell" in "hello", 2 not in (1, 3), "k" in {"k": 1})
print({1, 2} < {1, 2, 3}, {1, 2} <= {1, 2}, {1} > {2})
print(float("nan") == float("nan"), float("inf") > 10 ** 100)
