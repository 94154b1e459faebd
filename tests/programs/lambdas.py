"""Lambdas: defaults, closures, conditions, nested ones."""
add = lambda a, b=1: a + b
compose = lambda f, g: lambda x: f(g(x))
print(add(1), add(1, 5), compose(add, lambda x: x * 10)(3))
print(sorted([3, -1, 2], key=lambda n: -n), list(map(lambda x: x ** 2, range(4))))
print((lambda: None)(), (lambda *a: a)(1, 2), add.__name__)
fact = lambda n: 1 if n < 2 else n * fact(n - 1)
print(fact(5))
print([f(2) for f in [lambda x, k=k: x * k for k in range(3)]])
print(list(filter(lambda n: n & 1, range(6))))
