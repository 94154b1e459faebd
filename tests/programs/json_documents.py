"""A document as JSON and back, and where a broken one breaks."""
# Not watched: the library collects garbage while it is imported.
import json

document = {"name": "Ünï", "tags": ["a", None, True], "size": 1.5e10, "deep": {"empty": {}, "n": -7}}
text = json.dumps(document, sort_keys=True)
print(text)
print(json.loads(text) == document, json.dumps([1, [2, 3]], indent=1), json.dumps("é\u2028", ensure_ascii=False))


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


print(json.dumps({"at": Point(1, 2)}, default=vars), json.loads('{"a": 1}', object_pairs_hook=list))
for bad in ['{"a" 1}', "[1,", "nul"]:
    try:
        json.loads(bad)
    except json.JSONDecodeError as error:
        print(error)
