"""A module made by hand: what its namespace holds goes with it."""
import types


class Part:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("part", self.name)


module = types.ModuleType("handmade")
module.first = Part("first")
module.second = Part("second")
exec("def use():\n    return first.name + second.name", module.__dict__)
print(module.use())
use = module.use
del module.first
print("first deleted")
module = None
print("module dropped", sorted(n for n in use.__globals__ if n[0] != "_"))
use = None
print("end")
