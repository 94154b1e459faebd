"""A module for import_sibling.py."""
print("running", __name__)
CONSTANT = 42
_hidden = "not with *"
visible = "with *"
state = []


def helper(n):
    return n * CONSTANT
