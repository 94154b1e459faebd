"""Single and multiple inheritance, the method resolution order, isinstance."""


class A:
    def who(self):
        return "A"

    def both(self):
        return "A.both"


class B(A):
    def who(self):
        return "B>" + super().who()


class C(A):
    def who(self):
        return "C>" + super().who()


class D(B, C):
    def who(self):
        return "D>" + super().who()


print(D().who(), D().both())
print([cls.__name__ for cls in D.__mro__], D.__bases__ == (B, C))
print(isinstance(D(), A), issubclass(D, C), issubclass(B, C), isinstance(5, (str, int)))
print(type(D()).__name__, type(D) is type, D.__base__.__name__)
try:
    class Bad(A, B):
        pass
except TypeError as error:
    print(error)


class MyList(list):
    def total(self):
        return sum(self)


m = MyList([1, 2, 3])
m.append(4)
print(m, m.total(), len(m), m == [1, 2, 3, 4])
