"""A hierarchy with abstract methods by convention, class methods, sorting and a visitor."""
PI = 3.141592653589793


class Shape:
    count = 0

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        cls.area_name = cls.__name__.lower() + " area"

    def __new__(cls, *args):
        if cls is Shape:
            raise TypeError("Shape is abstract")
        Shape.count += 1
        return super().__new__(cls)

    def area(self):
        raise NotImplementedError(f"{type(self).__name__}.area")

    def __lt__(self, other):
        return self.area() < other.area()

    def accept(self, visitor):
        for cls in type(self).__mro__:
            if method := getattr(visitor, f"visit_{cls.__name__.lower()}", None):
                return method(self)


class Circle(Shape):
    def __init__(self, r):
        self.r = r

    def area(self):
        return PI * self.r**2


class Rectangle(Shape):
    def __init__(self, w, h):
        self.w, self.h = w, h

    def area(self):
        return self.w * self.h

    @classmethod
    def square(cls, side):
        return cls(side, side)


class Blob(Shape):
    pass


class Describe:
    def visit_circle(self, c):
        return f"round, {c.r}"

    def visit_shape(self, s):
        return f"some {type(s).__name__}"


shapes = [Circle(1), Rectangle(2, 5), Rectangle.square(1.5)]
for shape in sorted(shapes):
    print(f"{shape.area_name:<15}{shape.area():8.3f} {shape.accept(Describe())}")
print(max(shapes).area(), Shape.count, sum(s.area() for s in shapes if isinstance(s, Rectangle)))
for bad in (lambda: Shape(), lambda: Blob().area(), lambda: Circle(), lambda: sorted([Circle(1), 5]), lambda: Circle("x").area()):
    try:
        bad()
    except (TypeError, NotImplementedError, AttributeError) as error:
        print(type(error).__name__, error)
