"""The newest weak reference is told first; those that died themselves are not."""
import weakref


class Source:
    pass


def listener(name):
    return lambda ref: heard.append(name)


heard = []
source = Source()
refs = [weakref.ref(source, listener(n)) for n in range(5)]
plain = weakref.ref(source)
print(weakref.getweakrefcount(source), weakref.getweakrefs(source)[0] is plain)
del refs[1]
print([r in refs for r in weakref.getweakrefs(source)])
proxy = weakref.proxy(source, listener("proxy"))
late = weakref.ref(source, listener("late"))
print([type(r).__name__ for r in weakref.getweakrefs(source)])
del source
print(heard, plain())
