"""Names in class bodies: what functions, comprehensions and nested classes see of them."""
x = "module"


def outer():
    x = "outer"

    class Inner:
        y = x
        x = "class"
        z = x
        seen = [x for _ in range(1)]
        lazily = lambda self: x

        def method(self):
            return x

        class Deeper:
            inner = x

    return Inner


class Shadow:
    print = "attribute"
    length = len("abc")
    len = 5
    doubled = len * 2
    pairs = [(i, j) for i in range(2) for j in range(i)]

    def use(self):
        return len([1, 2])


def nonlocal_class():
    count = 0

    class Counter:
        nonlocal count
        count += 1

        def bump(self):
            nonlocal count
            count += 10
            return count

    return Counter, lambda: count


class Mangled:
    __secret = "own"

    def read(self):
        return self.__secret, self._Mangled__secret

    def make(self):
        __local = 1
        return sorted(locals())

    class __Hidden:
        pass


def deleted():
    class D:
        temp = 1
        kept = temp + 1
        del temp

    return D


I = outer()
print(I.y, I.z, I.seen, I().lazily(), I().method(), I.Deeper.inner)
print(Shadow.length, Shadow.doubled, Shadow.pairs, Shadow().use(), Shadow.print)
C, count = nonlocal_class()
print(count(), C().bump(), count())
print(Mangled().read(), Mangled().make(), [n for n in vars(Mangled) if "Hidden" in n])
print(deleted().kept, hasattr(deleted(), "temp"))
try:

    class Unbound:
        value = value_not_there

except NameError as error:
    print(error)


class Conditional:
    if len(x) > 3:
        long = True

        def describe(self):
            return "long"
    else:
        long = False
    for letter in "ab":
        locals()["is_" + letter] = letter


print(Conditional.long, Conditional().describe(), Conditional.is_a, Conditional.letter)
print(Conditional.__qualname__, I.__qualname__, I.Deeper.__qualname__, I.method.__qualname__, I().lazily.__qualname__)
