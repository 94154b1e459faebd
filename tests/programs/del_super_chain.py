"""Finalisers along the inheritance: each calls the next."""


class Base:
    def __init__(self):
        self.parts = ["base"]

    def __del__(self):
        print("Base.__del__", self.parts)


class Left(Base):
    def __init__(self):
        super().__init__()
        self.parts.append("left")

    def __del__(self):
        self.parts.append("left gone")
        super().__del__()


class Right(Base):
    def __del__(self):
        print("Right first")
        super().__del__()


class Both(Left, Right):
    def __del__(self):
        print("Both", [c.__name__ for c in type(self).__mro__])
        super().__del__()


for cls in (Base, Left, Right, Both):
    print(cls.__name__)
    cls()
