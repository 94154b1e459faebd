"""A module that fails while it is imported."""
print("about to fail")
value = 1 / 0
