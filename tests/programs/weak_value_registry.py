"""A registry by weak references, made by hand: entries vanish with their objects."""
import _weakref as weakref


class Registry:
    def __init__(self):
        self.refs = {}

    def add(self, name, thing):
        def gone(ref, name=name, refs=self.refs):
            print("forget", name)
            refs.pop(name, None)

        self.refs[name] = weakref.ref(thing, gone)

    def __getitem__(self, name):
        thing = self.refs[name]()
        if thing is None:
            raise KeyError(name)
        return thing

    def names(self):
        return sorted(self.refs)


class Plugin:
    pass


registry = Registry()
plugins = {name: Plugin() for name in ("alpha", "beta", "gamma")}
for name, plugin in plugins.items():
    registry.add(name, plugin)
del plugin
print(registry.names())
del plugins["beta"]
print(registry.names())
try:
    registry["beta"]
except KeyError as error:
    print("no", error)
print(registry["alpha"] is plugins["alpha"])
plugins.clear()
print(registry.names())
