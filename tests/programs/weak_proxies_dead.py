"""A proxy stands for its object, and says so when that is gone."""
import weakref


class Account:
    def __init__(self):
        self.money = 5

    def __add__(self, other):
        return self.money + other

    def __len__(self):
        return self.money

    def __call__(self):
        return "called"

    def __getitem__(self, key):
        return key * self.money


account = Account()
proxy = weakref.proxy(account, lambda p: print("proxy's object went"))
print(proxy.money, proxy + 1, len(proxy), proxy(), proxy["ab"], bool(proxy))
proxy.money = 7
print(account.money, type(proxy).__name__, isinstance(proxy, Account), proxy == account)
del account
for use in (lambda: proxy.money, lambda: proxy + 1, lambda: len(proxy), lambda: proxy(), lambda: str(proxy)):
    try:
        use()
    except ReferenceError as error:
        print(error)
print(weakref.getweakrefcount(proxy))
