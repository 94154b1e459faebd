def outer(alpha, beta, gamma, delta, epsilon, zeta, eta):
    def middle():
        def inner():
            def deep():
                return zeta, gamma, beta, [eta for _ in epsilon if alpha]

            return deep, alpha, delta

        return inner, [lambda: (x, beta, gamma) for x in alpha]

    class Local:
        gamma = 1

        def method(self):
            return gamma, __class__, epsilon, eta

    return middle, Local


def generic[T, U: (int, T)](first: T, second: U):
    return lambda: (first, T, second, U)
