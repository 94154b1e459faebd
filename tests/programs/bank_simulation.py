"""A bank with accounts, transfers that can fail, and an audit log."""


class BankError(Exception):
    code = 1


class InsufficientFunds(BankError):
    code = 2

    def __init__(self, account, missing):
        super().__init__(f"{account.owner} lacks {missing:.2f}")
        self.missing = missing


class Account:
    interest = 0.01
    numbers = iter(range(1000, 2000))

    def __init__(self, owner, balance=0):
        self.owner, self._balance = owner, balance
        self.number = next(self.numbers)
        self.history = []

    @property
    def balance(self):
        return self._balance

    @balance.setter
    def balance(self, value):
        if value < 0:
            raise InsufficientFunds(self, -value)
        self.history.append(value - self._balance)
        self._balance = value

    def __repr__(self):
        return f"{type(self).__name__}({self.owner!r}, {self._balance})"


class Savings(Account):
    interest = 0.05

    def add_interest(self):
        self.balance += round(self.balance * self.interest, 2)


class Bank:
    def __init__(self):
        self.accounts, self.log = {}, []

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.log.append(("closed", kind and kind.__name__))
        return kind is not None and issubclass(kind, BankError)

    def open(self, kind, owner, balance=0):
        account = kind(owner, balance)
        self.accounts[account.number] = account
        return account

    def transfer(self, source, target, amount):
        try:
            source.balance -= amount
        except InsufficientFunds as error:
            self.log.append(("failed", error.missing))
            raise BankError("transfer refused") from error
        else:
            target.balance += amount
        finally:
            self.log.append(("transfer", amount))


with Bank() as bank:
    ann = bank.open(Account, "Ann", 100)
    bob = bank.open(Savings, "Bob", 20)
    bank.transfer(ann, bob, 30)
    bob.add_interest()
    print(ann, bob, ann.history, bob.history, ann.number, bob.number)
    bank.transfer(bob, ann, 500)
    print("not reached")
print(bank.log)
try:
    bank.transfer(bob, ann, 1000)
except BankError as error:
    print(error, "because", error.__cause__, type(error.__cause__).code)
