"""Augmented assignment: in place where the type can, once evaluated always."""
n = 10
n += 5; n -= 3; n *= 2; n //= 5; n **= 3; n %= 50; n <<= 2; n >>= 1; n |= 1; n &= 0xF; n ^= 3
print(n)
n /= 4
print(n)
items = alias = [1]
items += (2, 3)
items *= 2
print(items, alias is items)
text = other = "ab"
text += "c"
print(text, other)


class Adder:
    def __init__(self):
        self.log = []

    def __iadd__(self, value):
        self.log.append(value)
        return self


adder = Adder()
adder += 1
adder.log += [2]
adder.log[0] += 10
print(adder.log)


def index():
    print("index once")
    return 0


items[index()] += 100
print(items)
names = {1}
names |= {2}
names -= {1}
print(names)
