"""A vending machine as a table of transitions, and a traffic light as a generator."""
COINS = {"nickel": 5, "dime": 10, "quarter": 25}


class Machine:
    def __init__(self, price):
        self.price, self.state, self.paid = price, "idle", 0
        self.table = {
            ("idle", "coin"): self.take,
            ("paying", "coin"): self.take,
            ("paying", "cancel"): self.refund,
            ("ready", "push"): self.vend,
            ("ready", "coin"): self.reject,
        }

    def __call__(self, event, *args):
        action = self.table.get((self.state, event))
        if action is None:
            return f"{event} ignored in {self.state}"
        return action(*args)

    def take(self, coin):
        self.paid += COINS[coin]
        self.state = "ready" if self.paid >= self.price else "paying"
        return f"paid {self.paid} of {self.price}"

    def reject(self, coin):
        return f"returned a {coin}"

    def refund(self):
        back, self.paid, self.state = self.paid, 0, "idle"
        return f"refunded {back}"

    def vend(self):
        change = self.paid - self.price
        self.paid, self.state = 0, "idle"
        return f"vended, change {change}"


machine = Machine(30)
for event in ["push", ("coin", "dime"), "cancel", ("coin", "quarter"), ("coin", "dime"), ("coin", "nickel"), "push"]:
    name, *args = event if isinstance(event, tuple) else (event,)
    print(f"{name:7}{' '.join(args):8} -> {machine(name, *args)} [{machine.state}]")


def light():
    state = "red"
    following = {"red": "green", "green": "yellow", "yellow": "red"}
    while True:
        command = yield state
        if command == "fail":
            while (command := (yield "blinking")) != "repair":
                pass
            state = "red"
        else:
            state = following[state]


signal = light()
print(next(signal), [signal.send(c) for c in (None, None, "fail", None, "repair", None)])
try:
    machine("coin", "penny")
except KeyError as error:
    print("no such coin:", error)
