"""Fields as descriptors, collected by a metaclass: a tiny object mapper."""


class Field:
    def __init__(self, kind, default=None, *, required=False):
        self.kind, self.default, self.required = kind, default, required

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return instance.__dict__.get(self.name, self.default)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name} must be {self.kind.__name__}, not {type(value).__name__}")
        instance.__dict__[self.name] = value

    def __delete__(self, instance):
        if self.required:
            raise AttributeError(f"{self.name} is required")
        instance.__dict__.pop(self.name, None)

    def __repr__(self):
        return f"<Field {self.name}: {self.kind.__name__}>"


class ModelMeta(type):
    registry = {}

    def __new__(mcls, name, bases, namespace, table=None):
        cls = super().__new__(mcls, name, bases, namespace)
        fields = {}
        for base in cls.__mro__[-2::-1]:
            fields.update({k: vars(base)[k] for k in vars(base) if isinstance(vars(base)[k], Field)})
        cls._fields = fields
        cls._table = table or name.lower()
        mcls.registry[cls._table] = cls
        return cls

    def __init__(cls, name, bases, namespace, table=None):
        super().__init__(name, bases, namespace)

    def __call__(cls, **values):
        unknown = values.keys() - cls._fields.keys()
        if unknown:
            raise TypeError(f"unknown fields: {sorted(unknown)}")
        self = super().__call__()
        for name, field in cls._fields.items():
            if name in values:
                setattr(self, name, values[name])
            elif field.required:
                raise TypeError(f"{name} is required")
        return self


class Model(metaclass=ModelMeta):
    def insert(self):
        present = {n: getattr(self, n) for n in self._fields if getattr(self, n) is not None}
        marks = ", ".join("?" * len(present))
        return f"INSERT INTO {self._table} ({', '.join(present)}) VALUES ({marks})", tuple(present.values())


class Person(Model, table="people"):
    name = Field(str, required=True)
    age = Field(int, 0)


class Employee(Person):
    salary = Field(float)


print(ModelMeta.registry.keys(), Employee._fields)
e = Employee(name="Eve", salary=10.5)
print(e.insert(), e.age, Employee.name)
e.age = 41
del e.salary
print(e.insert(), vars(e))
for bad in (lambda: Employee(), lambda: Person(name=3), lambda: Person(name="x", size=1), lambda: e.__delattr__("name")):
    try:
        bad()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
