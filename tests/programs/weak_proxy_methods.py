"""A proxy stands for its object until that dies."""
import _weakref as weakref


class Account:
    def __init__(self, total):
        self.total = total

    def __add__(self, other):
        return self.total + other

    def __len__(self):
        return 3

    def __getitem__(self, key):
        return key * 2

    def __str__(self):
        return f"account of {self.total}"

    def __call__(self, x):
        return x + 1

    def __iter__(self):
        return iter("abc")


account = Account(5)
proxy = weakref.proxy(account)
print(proxy + 1, len(proxy), proxy[4], str(proxy), proxy(1), list(proxy), proxy.total)
proxy.total = 9
print(account.total, type(proxy).__name__, proxy.__class__ is Account, isinstance(proxy, Account))
print(weakref.proxy(account) is proxy, weakref.getweakrefcount(account))
try:
    hash(proxy)
except TypeError as error:
    print(error)
gone = weakref.proxy(account, lambda p: print("proxy's object died"))
del account
for action in (lambda: proxy.total, lambda: len(proxy), lambda: str(proxy), lambda: proxy + 1):
    try:
        action()
    except ReferenceError as error:
        print(error)
