"""Class and instance attributes: sharing, shadowing, mutable pitfalls, counters and constants."""


class Config:
    defaults = {"debug": False}
    instances = []
    limit = 10

    def __init__(self, **options):
        self.options = {**self.defaults, **options}
        self.instances.append(self)
        type(self).total = getattr(type(self), "total", 0) + 1

    @classmethod
    def reset(cls):
        cls.instances.clear()
        cls.total = 0

    @staticmethod
    def parse(text):
        return dict(pair.split("=") for pair in text.split(";") if pair)

    def __contains__(self, key):
        return key in self.options


class Child(Config):
    defaults = {**Config.defaults, "colour": "red"}
    limit = 20


a, b, c = Config(), Config(debug=True), Child(colour="blue")
print(len(Config.instances), a.instances is Child.instances, Config.total, Child.total, "total" in vars(Child))
a.limit = 99
Config.limit = 11
print(a.limit, b.limit, c.limit, Config.limit, "limit" in vars(a), "limit" in vars(b))
del a.limit
print(a.limit, [x.options for x in (a, b, c)], "debug" in b, Config.parse("x=1;y=2;"))
a.defaults["new"] = 1
print(Config.defaults, Child.defaults, Config().options)
Config.reset()
print(Config.instances, Config.total, Child.total)
Child.extra = lambda self, n=1: (self.limit, n)
print(c.extra(), c.extra(5), Child.extra(c), hasattr(Config, "extra"))
c.extra = lambda: "instance wins"
print(c.extra(), Child.extra(c))
Config.__init__ = lambda self: None
print(vars(Config()), vars(Child()))
del Child.limit
print(c.limit, Child.__dict__.get("limit", "gone"))
for bad in (lambda: delattr(c, "limit"), lambda: a.nothing, lambda: Config.nothing, lambda: delattr(Child, "nothing"), lambda: Config(5), lambda: c.parse()):
    try:
        bad()
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)
print(type(c).__mro__[1] is Config, isinstance(c, (int, Config)), issubclass(Child, (str, Config)), c.__class__.__name__, Config.__doc__, Config.__module__)
