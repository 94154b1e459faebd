"""A small program with classes, exceptions and a report."""


class InsufficientFunds(Exception):
    def __init__(self, needed, available):
        super().__init__(f"need {needed}, have {available}")
        self.missing = needed - available


class Account:
    opened = 0

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.history = [("open", balance)]
        type(self).opened += 1

    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds(amount, self.balance)
        self.balance -= amount
        self.history.append(("out", amount))

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("deposit must be positive")
        self.balance += amount
        self.history.append(("in", amount))


class Savings(Account):
    rate = 0.05

    def interest(self):
        self.deposit(round(self.balance * self.rate, 2))


ada, bob = Account("Ada", 100), Savings("Bob")
for account, change in ((ada, -30), (bob, 200), (ada, -100), (bob, 0)):
    try:
        if change < 0:
            account.withdraw(-change)
        else:
            account.deposit(change)
    except InsufficientFunds as error:
        print(account.owner, error, error.missing)
    except ValueError as error:
        print(account.owner, error)
bob.interest()
for account in (ada, bob):
    print(f"{account.owner:<5}{account.balance:>8.2f}", account.history)
print(Account.opened, Savings.opened)
