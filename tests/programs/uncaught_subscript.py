"""Ends in carets under a chain of subscripts, calls and attributes."""
data = {"users": [{"name": "Ada", "tags": []}]}


def first_tag(data, i):
    return data["users"][i]["tags"][0].upper().strip()


def total(é):
    return é["x"] + first_tag(data, 0)


print(data["users"][0]["name"].lower())
print("→", total({"x": 1}) * 2)
