"""Two versions of a text and what lies between them."""
# Not watched: the library collects garbage while it is imported.
import difflib

old = ["one", "two", "three", "four"]
new = ["one", "2", "three", "four", "five"]
print(*difflib.unified_diff(old, new, "old", "new", lineterm=""), sep="\n")
print(*difflib.ndiff(["colour"], ["color"]), sep="\n")
matcher = difflib.SequenceMatcher(None, "private", "primate")
print(round(matcher.ratio(), 3), [op for op in matcher.get_opcodes() if op[0] != "equal"])
print(difflib.get_close_matches("appel", ["ape", "apple", "peach", "puppy"]))
