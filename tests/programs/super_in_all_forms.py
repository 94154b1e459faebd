"""super() with and without arguments, in methods of every kind."""


class Root:
    def who(self):
        return ["Root"]

    @classmethod
    def made(cls):
        return f"Root.made for {cls.__name__}"

    @staticmethod
    def plain():
        return "plain"

    @property
    def label(self):
        return "label"

    def __getitem__(self, key):
        return f"item {key}"


class Left(Root):
    def who(self):
        return ["Left", *super().who()]

    @classmethod
    def made(cls):
        return "Left over " + super().made()

    @property
    def label(self):
        return "left " + super().label


class Right(Root):
    def who(self):
        return ["Right", *super(Right, self).who()]

    def __getitem__(self, key):
        return "right " + super().__getitem__(key)


class Both(Left, Right):
    def who(self):
        parent = super()
        inner = lambda: super(Both, self).who()
        return ["Both", *inner(), parent.__thisclass__.__name__, parent.__self_class__.__name__]

    def plain(self):
        return super().plain(), super().__init__.__qualname__

    def nested(self):
        def helper():
            return super().who()[0]

        try:
            return helper()
        except (RuntimeError, TypeError) as error:
            return f"{type(error).__name__}: {error}"

    def listed(self):
        return [super(Both, self).label for _ in range(1)]


b = Both()
print(b.who(), Both.made(), b.plain(), b.label, b["k"], b.nested(), b.listed())
print(super(Left, b).who(), super(Right, b).who(), super(Root, b).__repr__.__name__)
print(super(Left, Both).made())
unbound = super(Left)
print(unbound.__self__, unbound.__get__(b).who(), repr(unbound)[:30])
Left.bound = super(Left)
print(Left().bound.who())
for attempt in (lambda: super(), lambda: super(int, "x"), lambda: super(1, 2), lambda: super(Left, b).missing, lambda: super(Left, Root())):
    try:
        attempt()
    except (RuntimeError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)


class Setter:
    def __setattr__(self, name, value):
        super().__setattr__(name, value * 2)

    def __init_subclass__(cls, **kw):
        super().__init_subclass__()
        cls.options = kw


class Sub(Setter, mode="fast"):
    pass


s = Sub()
s.n = 4
print(s.n, Sub.options)
