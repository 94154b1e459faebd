"""Code that has run often has adapted to a class; then the class changes under it."""


class Account:
    def __init__(self, owner):
        self.owner = owner
        self.balance = 10

    def describe(self):
        return f"{self.owner}: {self.balance}"


class Point:
    __slots__ = ("x",)


class Savings(Account):
    pass


def balance_of(account):
    return account.balance


def described(account):
    return account.describe()


def x_of(point):
    return point.x


def pay(account, amount):
    account.balance = amount


account, savings, point = Account("ann"), Savings("bob"), Point()
point.x = 3
for _ in range(6):
    for each in (account, savings):
        balance_of(each), described(each), pay(each, 10)
    x_of(point)
print(balance_of(account), described(savings), x_of(point))

# A method is replaced, in the class and then only in the one derived from it.
Account.describe = lambda self: "replaced"
print(described(account), described(savings))
Savings.describe = lambda self: "its own"
print(described(account), described(savings))
account.describe = lambda: "the instance's"
print(described(account))

# Data descriptors go before what instances hold.
Account.balance = property(lambda self: "hidden", lambda self, value: print("set to", value))
Point.x = property(lambda self: "no slot any more")
print(balance_of(account), balance_of(savings), x_of(point))
pay(account, 5)
pay(savings, 6)
print(vars(account)["balance"], vars(savings)["balance"])

# Without them what was there before shows again.
del Account.balance, Account.describe
print(balance_of(account), balance_of(savings))
try:
    print(described(savings))
    del Savings.describe
    described(savings)
except AttributeError as error:
    print(error)

# Another class altogether, and another attribute lookup.
account.__class__ = Savings
Savings.__getattribute__ = lambda self, name: f"<{name}>"
print(balance_of(account), balance_of(savings))
