"""A namespace for exec dies with its last holder, in the order of its names."""


class Named:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("-", self.name)


space = {"Named": Named}
exec("a = Named('a')\nb = Named('b')\nc = [Named('c1'), Named('c2')]\ndef f(): return a", space)
print(sorted(k for k in space if not k.startswith("__")))
del space["b"]
space["a"] = 1
space.pop("f")
print("popped")
space = None
print("end")
