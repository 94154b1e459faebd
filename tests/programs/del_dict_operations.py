"""Keys and values of dicts die when they are replaced, popped, cleared."""


class Named:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return hash(self.name[0])

    def __eq__(self, other):
        return self.name[0] == other.name[0]

    def __del__(self):
        print("del", self.name)


table = {Named("key one"): Named("value one")}
print("replace by an equal key")
table[Named("k: equal key")] = Named("value two")
print("update")
table.update({Named("other"): Named("value three")})
print("pop")
table.pop(Named("o"))
print("setdefault")
table.setdefault(Named("k"), Named("unused default"))
print("popitem")
key, value = table.popitem()
del key
print("key gone")
del value
print("or")
table = {1: Named("left")} | {1: Named("right")}
table.clear()
print("end")
